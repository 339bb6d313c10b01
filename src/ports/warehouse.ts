import type { ResultSet } from '../domain/result.js';

/** What the warehouse holds, as the agent's own role may see it. */
export interface Catalog {
  /** Hash of the content: the same catalog has the same version on every worker. */
  readonly version: string;
  readonly tables: readonly Table[];
  /** Types that people made and a value may be cast to: enums, and domains that compute nothing of theirs. */
  readonly types?: readonly { readonly schema: string; readonly name: string }[];
  /** Names of Postgres's functions that people gave to functions of their own, too. */
  readonly shadowed?: readonly string[];
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized_view' | 'partitioned_table' | 'foreign_table';
  /** Whether policies decide who sees which rows: what is known of all rows is then told to nobody. */
  readonly rowSecurity?: boolean;
  /** Planner's estimate; null where the table was never analyzed. */
  readonly rowEstimate: number | null;
  readonly comment: string;
  readonly columns: readonly TableColumn[];
  /** Names of columns that it has and that may not be read: the guard knows them, nobody is told. */
  readonly hidden?: readonly string[];
  readonly primaryKey: readonly string[];
  /** Column sets that are unique, the primary key included. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Its values may be counted and grouped by, and are never read. */
  readonly masked?: boolean;
  readonly comment: string;
  /** All values of a text column with few of them; [] otherwise. */
  readonly values: readonly string[];
  /** Oldest and newest value of a date or time column, ISO; null elsewhere. */
  readonly range: { readonly from: string; readonly to: string } | null;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
}

export type Parameter = string | null | readonly (string | null)[];

export interface Statement {
  /** Exactly one guarded SELECT, deparsed. */
  readonly sql: string;
  readonly params: readonly Parameter[];
  readonly timeZone: string;
  readonly tenant: string;
  /** `statement_timeout` on the server. */
  readonly timeoutMs: number;
}

export interface QueryLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
}

/** Those that there are; the first is what a step reads that names none. */
export type Warehouses = readonly [Warehouse, ...Warehouse[]];

export interface Warehouse {
  readonly name: string;
  /** What is in it, for a planner that chooses among several. */
  readonly description?: string;
  /** Names host, database and role, never a password: part of every cache key. */
  readonly identity: string;
  /** @throws ToolFailure `tenant_required` where tenants are kept apart and this names none */
  checkTenant(tenant: string): void;
  /** The current catalog; read again when older than its time to live, unless any age will do. */
  catalog(signal: AbortSignal, options?: { readonly anyAge: boolean }): Promise<Catalog>;
  /** Plans without running. @throws ToolFailure with SQLSTATE and alternatives. */
  explain(
    statement: Statement,
    signal: AbortSignal,
  ): Promise<{ readonly cost: number; readonly rows: number }>;
  /**
   * Runs one SELECT in a read-only transaction that is always rolled back. Aborting the signal cancels it on the
   * server and waits until it is gone. @throws ToolFailure
   */
  query(
    statement: Statement,
    limits: QueryLimits,
    options: { readonly signal: AbortSignal; onProgress(rows: number): void },
  ): Promise<ResultSet>;
}
