/** One node of a plan by EXPLAIN, in the order that it prints them. */
export interface PlanRow {
  /** The root has 0. */
  readonly depth: number;
  readonly node: string;
  /** The table it reads, `schema.name`; null where it reads none. */
  readonly relation: string | null;
  /** What it is estimated to give. */
  readonly rows: number;
  readonly cost: number;
  /** What the table holds, as the catalog estimates; null where that is not known. */
  readonly table_rows: number | null;
  /** Columns of its condition, joined by commas; '' where it has none. */
  readonly condition: string;
}

export type PlanHelp =
  | { readonly kind: 'index'; readonly row: PlanRow }
  | { readonly kind: 'shorter_period'; readonly row: PlanRow }
  | { readonly kind: 'materialised_view'; readonly row: PlanRow; readonly scan: PlanRow };

/** Below this a table is read whole in no time. */
const bigTable = 50_000;
/** At most this part of a table is better found by an index. */
const selective = 0.05;
/** From this part on, no index of the condition helps. */
const most = 0.3;
const fewGroups = 1_000;
const oftenAsked = 10;
const yearDays = 366;

/** What would help by rule; [] where no rule knows. Estimates, not measurements: nobody has tried it. */
export function planHelp(
  rows: readonly PlanRow[],
  asked: { readonly times: number; readonly periodDays: number | null },
): readonly PlanHelp[] {
  const scans = rows.filter((row) => row.node === 'Seq Scan' && (row.table_rows ?? 0) >= bigTable);
  const kept = (row: PlanRow) => row.rows / (row.table_rows ?? 1);
  const index = scans.filter((row) => row.condition !== '' && kept(row) <= selective);
  const long = asked.periodDays === null || asked.periodDays > yearDays;
  const whole = long ? scans.filter((row) => kept(row) >= most) : [];
  const scan = scans[0];
  const group = rows.find((row) => /Aggregate|^Group/.test(row.node) && row.rows <= fewGroups);
  const isOften = asked.times >= oftenAsked;
  return [
    ...index.map((row) => ({ kind: 'index', row }) as const),
    ...whole.slice(0, 1).map((row) => ({ kind: 'shorter_period', row }) as const),
    ...(isOften && group !== undefined && scan !== undefined
      ? [{ kind: 'materialised_view', row: group, scan } as const]
      : []),
  ];
}
