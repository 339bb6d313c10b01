export const patienceMs = 300;

/** For what helps but is not needed: the store's word, or undefined where it fails or takes too long. */
export async function inTime<T>(asked: Promise<T>, withinMs = patienceMs): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    // Whatever came while this process was busy is read before the immediate: it is not the store that is late then.
    timer = setTimeout(() => setImmediate(resolve, undefined), withinMs);
  });
  try {
    return await Promise.race([asked.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
