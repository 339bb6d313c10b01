import type { Config } from '../config.js';
import { listingSettings, tenancySettings } from './settings-by-part.js';
import { listedInBoth, parseTableList, type ListedTable } from '../domain/table-list.js';
import { ConfigError } from './config-error.js';
import type { SurefootConfig, WarehouseConfig } from './define-config.js';
import { warehouseNames, warehouseQueue } from './warehouse-queues.js';

/** A warehouse with all that file and environment say of it, as its adapter takes it. */
export interface WarehouseSettings {
  readonly name: string;
  readonly url: string;
  /** What messages call the place where its URL is set. */
  readonly called: string;
  /** '' where it needs none: there is only one. */
  readonly description: string;
  readonly poolSize: number;
  /** The task queue of what reads it. */
  readonly taskQueue: string;
  readonly tenancy: ReturnType<typeof tenancySettings>;
  readonly schemas?: readonly string[];
  readonly tables?: readonly ListedTable[];
  readonly examples: boolean;
  readonly personal: ReturnType<typeof listingSettings>['personal'];
}

/**
 * The warehouses with their settings. Lists of the environment hold for each of them: what is allowed must be allowed
 * by both, what is personal is what either says. @throws ConfigError that names every warehouse whose URL cannot be had
 */
export async function warehouseSettings(
  config: Config,
  own: SurefootConfig,
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly WarehouseSettings[]> {
  const names = warehouseNames(config, own);
  const problems: string[] = [];
  const settings = await Promise.all(
    names.map(async (name): Promise<WarehouseSettings> => {
      const given = own.warehouses?.[name] ?? { url: { env: 'SUREFOOT_WAREHOUSE_URL' } };
      const found = await urlOf(given, { ...env, ...urlSettings(config) });
      if ('problem' in found) problems.push(`  ${calledBy(name, given)}: ${found.problem}.`);
      return {
        name,
        url: 'url' in found ? found.url : '',
        called: calledBy(name, given),
        taskQueue: warehouseQueue(config, name, names),
        description: given.description ?? '',
        poolSize: given.pool ?? config.SUREFOOT_WAREHOUSE_POOL,
        ...narrowed(config, name, given),
      };
    }),
  );
  if (problems.length > 0) {
    throw new ConfigError(`These warehouses cannot be connected to:\n${problems.join('\n')}`);
  }
  return settings;
}

/** What the embedded start has found out counts as set. */
function urlSettings({ SUREFOOT_WAREHOUSE_URL: url }: Config) {
  return url === undefined ? {} : { SUREFOOT_WAREHOUSE_URL: url };
}

function calledBy(name: string, { url }: Pick<WarehouseConfig, 'url'>): string {
  return typeof url === 'function' ? `warehouses.${name}.url` : url.env;
}

/** Never with the value, nor with what a function says when it throws: either may have the password. */
async function urlOf(
  { url }: Pick<WarehouseConfig, 'url'>,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly url: string } | { readonly problem: string }> {
  const given = typeof url === 'function' ? await resultOf(url) : env[url.env];
  if (given === undefined || given === '') {
    return { problem: typeof url === 'function' ? 'its function failed' : 'is not set' };
  }
  const isPostgres = URL.canParse(given) && /^postgres(ql)?:$/.test(new URL(given).protocol);
  return isPostgres ? { url: given } : { problem: 'must be a postgres:// URL' };
}

async function resultOf(url: () => string | Promise<string>): Promise<string | undefined> {
  try {
    return await url();
  } catch {
    return undefined;
  }
}

/** What of it there is for a plan. */
function narrowed(config: Config, name: string, given: WarehouseConfig) {
  const { schemas, tables, personal, examples } = {
    ...{ schemas: undefined, tables: undefined },
    ...listingSettings(config),
  };
  const listed = listedInBoth(tables, given.tables && tablesIn(given.tables));
  const both = schemasInBoth(schemas, given.schemas);
  if (listed?.length === 0 || both?.length === 0) {
    throw new ConfigError(
      `warehouses.${name} has nothing left to be read: what it lists and what SUREFOOT_SCHEMAS and SUREFOOT_TABLES list have nothing in common.`,
    );
  }
  const tenancy = tenancySettings(config);
  return {
    ...(both !== undefined && { schemas: both }),
    ...(listed !== undefined && { tables: listed }),
    examples,
    tenancy: { ...tenancy, shared: [...tenancy.shared, ...(given.sharedTables ?? [])] },
    personal: {
      refused: [...personal.refused, ...tablesIn(given.pii ?? [])],
      masked: [...personal.masked, ...tablesIn(given.piiMask ?? [])],
    },
  };
}

function schemasInBoth(
  some: readonly string[] | undefined,
  others: readonly string[] | undefined,
): readonly string[] | undefined {
  if (some === undefined || others === undefined) return some ?? others;
  return some.filter((name) => others.includes(name));
}

function tablesIn(items: readonly string[]): readonly ListedTable[] {
  return items.flatMap((item) => parseTableList(item) ?? []);
}
