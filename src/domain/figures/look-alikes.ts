/**
 * Letters of Cyrillic and Greek that look like Latin ones as those, in words that have Latin letters or nothing but
 * look-alikes: "fіve" is read as five. Length stays.
 */
export function withoutLookAlikes(text: string): string {
  if (!/[\p{sc=Cyrillic}\p{sc=Greek}]/u.test(text)) return text;
  return text.replaceAll(/\p{L}+/gu, (word) => {
    const letters = [...word].map((letter) => latin[letter] ?? letter);
    const isMixed = /\p{sc=Latin}/u.test(word);
    const isDisguised = letters.every((letter) => /\p{sc=Latin}/u.test(letter));
    return isMixed || isDisguised ? letters.join('') : word;
  });
}

const pairs =
  'аa еe оo рp сc уy хx іi ѕs јj һh ԁd ԛq ԝw ѵv кk тt мm вb нh АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЅS ЈJ ' +
  'οo νv ρp ιi κk τt υu αa ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX';
const latin: Readonly<Record<string, string>> = Object.fromEntries(
  pairs.split(' ').map((pair) => [...pair]),
);
