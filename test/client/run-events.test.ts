import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import fc from 'fast-check';
import { runEvents, type EventsOptions } from '../../src/client/run-events.js';
import { startOptions } from '../../src/client.js';
import { unavailableAnswer } from '../../src/domain/ending.js';
import { ToolFailure } from '../../src/domain/failure.js';
import type { RunEvent, Runs } from '../../src/ports.js';
import { temporalForTests } from '../support.js';

let temporal: Client;
before(async () => {
  const { address } = await temporalForTests();
  temporal = new Client({ connection: await Connection.connect({ address }) });
});
after(async () => {
  await temporal?.connection.close();
});

type Reads = Pick<Runs, 'events' | 'find'>;

const run = { tenant: 'default', runId: `events-${process.pid}` };
const [input] = startOptions('Revenue?', { id: run.runId }).args;
const event = (seq: number, kind: RunEvent['kind'] = 'step.started'): RunEvent => ({
  ...{ seq, kind, key: `event-${seq}`, data: {}, at: '2026-09-30T00:00:00Z' },
});
const storyOf = (length: number): RunEvent[] => [
  ...Array.from({ length: length - 1 }, (_, index) => event(index + 1)),
  event(length, 'answered'),
];
const away = new ToolFailure({
  ...{ error: 'store_unavailable', class: 'transient', message: 'The store is unavailable.' },
});
const answer = unavailableAnswer(input, 'It is over.', 0);
const record = {
  ...{ ...run, ...input.question, question: 'Revenue?', mode: input.mode },
  ...{ workflowId: '', temporalRunId: '' },
};

/** A store with these events, of which nobody has recorded an answer. */
function storeOf(events: readonly RunEvent[]): Reads {
  return {
    events: async (_, after, limit) => events.filter(({ seq }) => seq > after).slice(0, limit),
    find: async () => undefined,
  };
}

async function seqsOf(runs: Reads, options: EventsOptions = {}, of = run): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of runEvents(of, { temporal, runs }, options)) seqs.push(seq);
  return seqs;
}

describe('a run’s events', () => {
  test('each comes once and in order, however often watchers come back and the store is away', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 40 }),
        async (length, pages) => {
          let reads = 0;
          let last = 0;
          const seen: number[] = [];
          const story = storyOf(length);
          const runs: Reads = {
            ...storeOf(story),
            events: async (_, after) => {
              const page = pages[reads++ % pages.length] ?? 1;
              return story.filter(({ seq }) => seq > after).slice(0, page);
            },
          };
          // A watcher leaves after as many events as a page has, and another takes over where it was.
          for (let watchers = 0; seen.at(-1) !== length; watchers += 1) {
            const stays = pages[watchers % pages.length] ?? 1;
            let told = 0;
            for await (const { seq } of runEvents(run, { temporal, runs }, { after: last })) {
              seen.push(seq);
              last = seq;
              if (++told === stays) break;
            }
          }
          assert.deepEqual(
            seen,
            story.map(({ seq }) => seq),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test('a store that is away for a moment is waited for', async () => {
    const story = storeOf(storyOf(5));
    let reads = 0;
    const runs: Reads = {
      ...story,
      events: async (of, after) => {
        if (++reads % 2 === 1) throw away;
        return await story.events(of, after, 2);
      },
    };
    assert.deepEqual(await seqsOf(runs), [1, 2, 3, 4, 5]);
  });

  test('one that stays away, or is another build’s, is told', async () => {
    const failing = (failure: ToolFailure): Reads => ({
      ...storeOf([]),
      events: () => Promise.reject(failure),
    });
    await assert.rejects(seqsOf(failing(away), { patienceMs: 200 }), away);
    const other = new ToolFailure({ error: 'store_not_migrated', class: 'permanent', message: '' });
    await assert.rejects(seqsOf(failing(other)), other);
  });

  test('who has seen the last one is told none, although a late attempt has added some', async () => {
    const runs = storeOf([...storyOf(3), event(4, 'attempt.finished')]);
    assert.deepEqual(await seqsOf(runs, { after: 1 }), [2, 3]);
    assert.deepEqual(await seqsOf(runs, { after: 3 }), []);
  });

  test('what is written between a look for events and the look whether the run has ended is not lost', async () => {
    const events: RunEvent[] = [event(1)];
    const runs: Reads = {
      ...storeOf(events),
      find: async () => {
        events.push(event(2), event(3, 'answered'));
        return { record, answer };
      },
    };
    assert.deepEqual(await seqsOf(runs), [1, 2, 3]);
  });

  test('a run that somebody terminated ends them too', async () => {
    const of = { tenant: 'default', runId: `${run.runId}-terminated` };
    const options = startOptions('Revenue?', { id: of.runId, taskQueue: `nobody-${process.pid}` });
    const workflow = await temporal.workflow.start('answerQuestion', options);
    await workflow.terminate('by a test');
    assert.deepEqual(await seqsOf(storeOf([event(1)]), {}, of), [1]);
  });

  test('a signal ends them at once, also while the store says nothing', async () => {
    const silent: Reads = { ...storeOf([]), events: () => new Promise<never>(() => {}) };
    const enough = new AbortController();
    setTimeout(() => enough.abort(), 20);
    assert.deepEqual(await seqsOf(silent, { signal: enough.signal }), []);
    assert.deepEqual(await seqsOf(storeOf(storyOf(2)), { signal: AbortSignal.abort() }), []);
  });

  test('after the signal the store, which may be closed by then, is asked no more', async () => {
    const enough = new AbortController();
    let asked = 0;
    const runs: Reads = {
      ...storeOf([]),
      events: async () => {
        asked += 1;
        setImmediate(() => enough.abort());
        return [];
      },
    };
    assert.deepEqual(await seqsOf(runs, { signal: enough.signal }), []);
    assert.equal(asked, 1);
  });
});
