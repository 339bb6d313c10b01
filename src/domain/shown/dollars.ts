/** What calls to Claude cost: `$0` for nothing, and never so few digits that little looks like nothing. */
export function dollars(usd: number): string {
  if (usd === 0) return '$0';
  return usd < 0.0001 ? 'under $0.0001' : `$${usd.toFixed(4)}`;
}
