/** Tells a screen reader, politely, what has changed. The page's one live region has the words for others, too, unseen. */
export function say(words: string): void {
  const region = document.querySelector('#said');
  if (region !== null && words !== '') region.textContent = words;
}
