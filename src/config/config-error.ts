/** A setting that is wrong or missing. Its message names every problem at once, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
