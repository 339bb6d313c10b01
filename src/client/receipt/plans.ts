import type { ReceiptPlan, TextRepair } from '../../domain/receipt.js';
import type { AnswerChange, PlanChange } from '../../domain/repair.js';
import type { RunEvent } from '../../ports.js';
import { findingsIn, listIn, textIn } from './event-data.js';

/** Every plan of the run in order, with what was held against it and what it changed. */
export function plansOf(events: readonly RunEvent[]): readonly ReceiptPlan[] {
  const tries = new Map<number, number>();
  return events.flatMap(({ kind, key, at, data }): ReceiptPlan[] => {
    if (kind !== 'plan.made' && kind !== 'plan.refused') return [];
    const version = typeof data['version'] === 'number' ? data['version'] : 1;
    const repair = tries.get(version) ?? 0;
    tries.set(version, repair + 1);
    return [
      {
        ...{ version, repair, at, made: kind === 'plan.made', intent: textIn(data['intent']) },
        steps: listIn(data['steps']).map(({ id, tool }) => ({
          id: textIn(id),
          tool: textIn(tool),
        })),
        findings: findingsIn(data['findings']),
        changed: (data['repaired'] as PlanChange | undefined) ?? null,
        promptVersion: textIn(data['promptVersion']),
        waited: kind === 'plan.made' ? waitedFor(events, version) : null,
        // The reply's id tells: see `editedReply` of the activity `plan`.
        edited: key.startsWith(`${kind}:edited.`),
      },
    ];
  });
}

function waitedFor(events: readonly RunEvent[], version: number): string | null {
  const needed = events.find(
    ({ kind, data }) => kind === 'approval.needed' && data['version'] === version,
  );
  return needed === undefined ? null : textIn(needed.data['reason']);
}

export function textRepairsOf(events: readonly RunEvent[]): readonly TextRepair[] {
  return events.flatMap(({ kind, at, data }) =>
    kind === 'answer.refused' || kind === 'answer.repaired'
      ? [
          {
            at,
            findings: findingsIn(data['findings']),
            changed: (data['repaired'] as AnswerChange | undefined) ?? null,
          },
        ]
      : [],
  );
}
