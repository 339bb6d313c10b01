import { figure, type Facts } from '../facts.js';
import type { Section } from '../report.js';
import type { ReplayRow } from '../rows.js';
import { datum, plural } from '../words.js';

/** What replaying recent histories on this build came to, or why it was not done. */
export type Replays =
  | {
      readonly facts: Facts<ReplayRow>;
      /** Workflow ids of those that diverged, and what the replay said. */
      readonly diverged: readonly { readonly workflowId: string; readonly why: string }[];
    }
  | { readonly none: string };

/** Whether runs that were begun on other builds would go on with this one. */
export function replaysSection(replays: Replays): Section {
  const section = { id: 'replays', title: 'Replay check', advice: [], tables: [] };
  if ('none' in replays) return { ...section, sentences: [[replays.none]] };
  const { facts, diverged } = replays;
  const [row] = facts.rows;
  if (row === undefined || row.replayed === 0) {
    return { ...section, sentences: [['Temporal has no history of this period to replay.']] };
  }
  const replayed = figure(facts, row, 'replayed');
  const histories = plural(row.replayed, ' recent history', ' recent histories');
  if (row.diverged === 0) {
    return {
      ...section,
      sentences: [[replayed, histories, ' replayed on this build without a difference.']],
    };
  }
  return {
    ...section,
    sentences: [
      [
        'Of ',
        replayed,
        histories,
        ', ',
        figure(facts, row, 'diverged'),
        ' did not replay on this build.',
      ],
      ...diverged
        .slice(0, 10)
        .map(({ workflowId, why }) => [datum(workflowId), ': ', datum(why), '.']),
    ],
    advice: [
      [
        'A run in flight would break on this build: guard the change with patched() before it is deployed.',
      ],
    ],
  };
}
