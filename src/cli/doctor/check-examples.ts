import type { SurefootConfig } from '../../config.js';
import type { WarehouseSettings } from '../../config/warehouses.js';
import type { Example } from '../../domain/additions.js';
import { ToolFailure } from '../../domain/failure.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/**
 * The file's example questions: their SQL is held to what a plan's is held to, since the planner does as they do. None
 * keeps a worker from starting.
 */
export async function checkExamples(
  { prompts = {} }: SurefootConfig,
  warehouses: readonly WarehouseSettings[],
  outside: Pick<Outside, 'connectWarehouse' | 'loadJudge'>,
): Promise<Finding> {
  const { examples = [] } = prompts;
  const [first] = warehouses;
  const judged = await Promise.all(
    warehouses.map((warehouse) => {
      const own = examples.filter((each) => (each.warehouse ?? first?.name) === warehouse.name);
      return judgedOn(warehouse, own, outside);
    }),
  );
  const refused = judged.flatMap((each) => each.refused);
  const unread = judged.flatMap((each) => each.unread);
  const passed = judged.reduce((sum, each) => sum + each.passed, 0);
  const looked = passed + refused.length;
  const found = [
    ...(looked === 0 ? [] : [`${passed} of ${looked} pass what a plan’s SQL must pass`]),
    ...refused,
    ...unread.map(({ name, why }) => `those of ${name} were not looked at: ${why}`),
  ].join('; ');
  if (refused.length > 0) return { name, state: 'warning', found, advice: putRight };
  return { name, state: unread.length > 0 ? 'note' : 'ok', found, advice: '' };
}

const name = 'Examples';
const putRight =
  'Put their SQL right in the configuration file: the planner does as its examples do.';
/** Before the doctor gives up on it. */
const longestMs = 7_000;

interface Judged {
  readonly passed: number;
  /** In words, with the question of each. */
  readonly refused: readonly string[];
  /** The warehouse where it could not be asked. */
  readonly unread: readonly { readonly name: string; readonly why: string }[];
}

async function judgedOn(
  settings: WarehouseSettings,
  examples: readonly Example[],
  outside: Pick<Outside, 'connectWarehouse' | 'loadJudge'>,
): Promise<Judged> {
  if (examples.length === 0) return { passed: 0, refused: [], unread: [] };
  const [{ judgeSql }, warehouse] = await Promise.all([
    outside.loadJudge(),
    outside.connectWarehouse(settings),
  ]);
  const options = { paramCount: 0, warehouse, signal: AbortSignal.timeout(longestMs) };
  try {
    const verdicts = await Promise.all(
      examples.map(async ({ question, sql }) => {
        const { findings } = await judgeSql(sql, options);
        return { question, wrong: findings.map(({ what }) => what).join(' ') };
      }),
    );
    const refused = verdicts.flatMap(({ question, wrong }) =>
      wrong === '' ? [] : [`“${question}” does not: ${wrong}`],
    );
    return { passed: verdicts.length - refused.length, refused, unread: [] };
  } catch (error) {
    return { passed: 0, refused: [], unread: [{ name: settings.name, why: whyUnread(error) }] };
  } finally {
    await warehouse.close();
  }
}

function whyUnread(error: unknown): string {
  return error instanceof ToolFailure && error.toolError.error === 'tenant_required'
    ? 'it plans for a tenant alone, as `surefoot sql check --warehouse --tenant NAME` does'
    : // What is amiss with it, its own line says.
      'it cannot be read';
}
