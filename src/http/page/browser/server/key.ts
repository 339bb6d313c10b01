const place = 'surefoot-api-key';

/** The API key of this tab; gone when the tab is closed, and never in a cookie or an address. */
export function keptKey(): string {
  return sessionStorage.getItem(place) ?? '';
}

export function keepKey(key: string): void {
  sessionStorage.setItem(place, key.trim());
}

export function forgetKey(): void {
  sessionStorage.removeItem(place);
}
