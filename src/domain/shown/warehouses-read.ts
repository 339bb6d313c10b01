import type { AnswerStep } from '../answer.js';

/** The warehouses that an answer's results came from, in the order of its steps; none where there is only one to read. */
export function warehousesRead(
  steps: readonly Pick<AnswerStep, 'status' | 'warehouse'>[],
): readonly string[] {
  const read = steps.filter(({ status }) => status === 'succeeded');
  return [...new Set(read.flatMap(({ warehouse }) => warehouse ?? []))];
}

/** A step's tool, with what it read where there are several: `execute_query on sales`. */
export function toolWords({ tool, warehouse }: Pick<AnswerStep, 'tool' | 'warehouse'>): string {
  return warehouse === undefined ? tool : `${tool} on ${warehouse}`;
}
