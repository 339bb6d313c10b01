/** Stands for whatever the service does with a letter. */
export async function sendLetter(letter: string): Promise<number> {
  console.error(letter);
  return await Promise.resolve(letter.length);
}
