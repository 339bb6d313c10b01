/** There is no run of that id, in Temporal or in the store. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
}
