const tries = 3;

/**
 * Starts a server on ports that were found free. Until the server binds them another program may take one: then it is
 * started again, on others.
 */
export async function onFreePorts<T>(start: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0 || !isPortTaken(error)) throw error;
    }
  }
}

/** The end of the server's log is in the message. */
function isPortTaken(error: unknown): boolean {
  return error instanceof Error && /address already in use/i.test(error.message);
}
