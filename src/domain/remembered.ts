/** Remembers what takes long to make and depends on its key alone. Keys may be a caller's, so only so many are kept. */
export function remembered<T>(): (key: string, make: () => T) => T {
  const made = new Map<string, T>();
  return (key, make) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size >= most) made.clear();
    const value = make();
    made.set(key, value);
    return value;
  };
}

const most = 50;
