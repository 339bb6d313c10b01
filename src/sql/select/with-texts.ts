import { mapNodes } from './nodes.js';

/** A statement or a part of one as it reads with the texts that its parameters are given; any other value stays `$n`. */
export function withTexts<T>(tree: T, params: readonly unknown[]): T {
  if (params.length === 0) return tree;
  return mapNodes(tree, (kind, fields) => {
    const text = kind === 'ParamRef' ? params[Number(fields['number']) - 1] : undefined;
    return typeof text === 'string' ? { A_Const: { sval: { sval: text } } } : undefined;
  });
}
