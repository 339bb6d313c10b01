/** Temporal's Web UI reads what stands between two dollar signs as a formula: amounts are none. */
export function withoutFormulas(markdown: string): string {
  return markdown.replaceAll('$', () => String.raw`\$`);
}
