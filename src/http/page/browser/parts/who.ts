const place = 'surefoot-name';

/** What this browser's reader is called in records: as whom they ask, approve and rate. '' where they do not say. */
export function keptName(): string {
  return localStorage.getItem(place) ?? '';
}

export function keepName(name: string): void {
  if (name.trim() === '') localStorage.removeItem(place);
  else localStorage.setItem(place, name.trim());
}
