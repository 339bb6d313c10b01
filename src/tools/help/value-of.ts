import type { Node } from 'libpg-query';
import type { Parameter } from '../../ports.js';
import { withoutCasts } from '../../sql/select/nodes.js';
import { readSelect } from '../../sql/select/text.js';
import type { Asker } from './ask.js';

/** A value as text: read from the tree or the parameters where it stands there, else computed by Postgres. */
export async function valueOf(
  node: Node,
  asker: Asker,
  params: readonly Parameter[],
): Promise<string | undefined> {
  const inner = withoutCasts(node);
  if ('A_Const' in inner) {
    const { sval, ival, fval } = inner.A_Const;
    return sval?.sval ?? fval?.fval ?? (ival && String(ival.ival ?? 0));
  }
  if ('ParamRef' in inner) {
    const value = params[(inner.ParamRef.number ?? 0) - 1];
    return typeof value === 'string' ? value : undefined;
  }
  const select = await readSelect('select 1::text as value');
  const [target] = select?.targetList ?? [];
  if (select === undefined || target === undefined || !('ResTarget' in target)) return undefined;
  const typeName = { names: [{ String: { sval: 'text' } }], typemod: -1 };
  const val: Node = { TypeCast: { arg: node, typeName } };
  const rows = await asker.rows({ ...select, targetList: [{ ResTarget: { name: 'value', val } }] });
  const cell = rows?.[0]?.[0];
  return typeof cell === 'string' ? cell : undefined;
}
