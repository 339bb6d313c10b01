import type { PoolClient } from 'pg';
import type { PlanRow } from '../../domain/report/query-plan.js';
import type { Catalog, Statement } from '../../ports.js';
import { conditionColumns } from '../../sql/report/condition-columns.js';
import { placedAfter } from './placed-after.js';

/** A statement's plan, node by node. Nothing of it runs, and no constant of it is in what comes back. */
export async function planRowsWith(
  client: PoolClient,
  { sql, params }: Statement,
  catalog: Catalog,
): Promise<readonly PlanRow[]> {
  const query = { text: `${explain}${sql}`, values: [...params], queryMode: 'extended' };
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
      query,
    );
    const root = rows[0]?.['QUERY PLAN'][0]?.Plan;
    return root === undefined ? [] : await flat(root, 0, catalog);
  } catch (error) {
    throw placedAfter(explain, error);
  }
}

/** With schemas' names. */
const explain = 'explain (format json, verbose) ';

interface Node {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
  readonly Filter?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Node[];
}

async function flat(node: Node, depth: number, catalog: Catalog): Promise<readonly PlanRow[]> {
  const { Schema: schema = 'public', 'Relation Name': name } = node;
  const condition = node.Filter ?? node['Index Cond'];
  const table = catalog.tables.find((each) => each.schema === schema && each.name === name);
  const row: PlanRow = {
    depth,
    node: node['Node Type'],
    relation: name === undefined ? null : schema === 'public' ? name : `${schema}.${name}`,
    rows: node['Plan Rows'],
    cost: node['Total Cost'],
    table_rows: table?.rowEstimate ?? null,
    condition: condition === undefined ? '' : (await conditionColumns(condition)).join(', '),
  };
  const below = (node.Plans ?? []).map((each) => flat(each, depth + 1, catalog));
  return [row, ...(await Promise.all(below)).flat()];
}
