import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import type { Catalog } from '../../ports.js';
import { toolFailureOf } from './errors.js';
import { readCatalog, type CatalogScope } from './read-catalog.js';
import { unlessAborted } from '../signals/unless-aborted.js';

export interface CatalogOptions extends CatalogScope {
  readonly catalogTtlMs: number;
}

/** How soon a catalog that could not be read is read again. */
const againMs = 5_000;

/** The catalog as last read. One read at a time, however many ask; a read belongs to nobody's signal. */
export class CatalogCache {
  readonly #pool: Pool;
  readonly #options: CatalogOptions;
  #reading: Promise<Catalog> | undefined;
  #last: { readonly catalog: Catalog; readonly readAt: number } | undefined;

  constructor(pool: Pool, options: CatalogOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  /** However old: good enough to suggest names from. */
  get last(): Catalog | undefined {
    return this.#last?.catalog;
  }

  async current(signal: AbortSignal, { anyAge } = { anyAge: false }): Promise<Catalog> {
    signal.throwIfAborted();
    const known = this.#last;
    const isFresh = () =>
      known !== undefined && performance.now() - known.readAt < this.#options.catalogTtlMs;
    if (known !== undefined && (anyAge || isFresh())) return known.catalog;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return await unlessAborted(this.#reading, signal);
  }

  async #read(): Promise<Catalog> {
    try {
      const catalog = await readCatalog(this.#pool, this.#options);
      this.#last = { catalog, readAt: performance.now() };
      return catalog;
    } catch (error) {
      const last = this.#last;
      const failure = await toolFailureOf(error, {
        sql: null,
        timeoutMs: 10_000,
        catalog: last?.catalog,
      });
      const passes = failure.toolError.class !== 'permanent';
      if (last === undefined || !passes) throw failure;
      // While the warehouse is away, what is known of it serves to plan, to guard and to find cached results.
      this.#last = { ...last, readAt: performance.now() - this.#options.catalogTtlMs + againMs };
      return last.catalog;
    }
  }
}
