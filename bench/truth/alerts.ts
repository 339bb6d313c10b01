import type { Breach } from '../../src/domain/alerts/breach.js';
import { firingText } from '../../src/domain/alerts/words.js';
import {
  lookedBack,
  planted,
  plantedLog,
  toldBy,
} from '../../test/adapters/store/alerts/looked-back.js';
import { storeForTests } from '../../test/adapters/store/fixtures.js';
import { endOf } from '../../test/synthetic/incidents.js';
import { loadLog } from '../../test/synthetic/load.js';
import { syntheticLog, type LogOptions } from '../../test/synthetic/log.js';
import type { Study, StudyTable } from './study.js';

const minuteMs = 60_000;
const everyMs = 5 * minuteMs;

/** What the rules of docs/alerts.md say on logs without and with incidents, checked every five minutes. */
export const alerts: Study = {
  title: 'Alerts: on ordinary months, and after incidents',
  async run() {
    const noise = [];
    for (const options of ordinary) noise.push(await noiseRow(options));
    const incidents = [];
    for (const seed of ['surefoot', 'b', 'c']) incidents.push(...(await incidentRows(seed)));
    const all = [...noise, ...incidents];
    return { head, rows: all.map(({ row }) => row), missed: all.flatMap(({ missed }) => missed) };
  },
};

const head = ['log', 'rule', 'attempts', 'checks', 'alerts', 'first after'];

const ordinary: readonly LogOptions[] = [
  { seed: 'surefoot' },
  { seed: 'b' },
  { seed: 'c' },
  { seed: 'quiet', runsPerDay: 30 },
  { seed: 'busy', runsPerDay: 600, days: 15 },
];

interface Row {
  readonly row: StudyTable['rows'][number];
  readonly missed: StudyTable['missed'];
}

async function noiseRow(options: LogOptions): Promise<Row> {
  const { found, log } = await checked(options);
  const name = `ordinary, ${options.seed ?? ''}`;
  const checks = Math.floor((log.toMs - log.fromMs) / everyMs) + 1;
  const fired = new Set(found.map(({ rule, subject }) => `${rule} ${subject}`));
  const [first] = found;
  return {
    row: [name, 'all', String(log.attempts.length), String(checks), String(fired.size), ''],
    missed: first === undefined ? [] : [`${name}: at ${first.at}: ${firingText(first)}`],
  };
}

async function incidentRows(seed: string): Promise<Row[]> {
  const { found, log } = await checked({ ...plantedLog, seed, incidents: planted });
  return planted.map((incident) => {
    const beganMs = Date.parse(incident.at);
    const rule = toldBy[incident.kind];
    const first = found.find(
      (breach) => breach.rule === rule && isDuring(breach, beganMs, endOf(incident) + everyMs),
    );
    const name = `${incident.kind}, ${incident.minutes} min, ${seed}`;
    const after = first === undefined ? '–' : `${(Date.parse(first.at) - beganMs) / minuteMs} min`;
    return {
      row: [name, rule, String(log.attempts.length), '', first === undefined ? '0' : '1', after],
      missed: first === undefined ? [`${name}: ${rule} has not fired`] : [],
    };
  });
}

function isDuring({ at }: { readonly at: string }, fromMs: number, toMs: number): boolean {
  return Date.parse(at) >= fromMs && Date.parse(at) <= toMs;
}

async function checked(options: LogOptions) {
  const { store, url, close } = await storeForTests();
  try {
    const log = syntheticLog(options);
    await loadLog(url, { ...log, events: [] });
    const found: readonly (Breach & { readonly at: string })[] = await lookedBack(store.alerts, {
      ...{ fromMs: log.fromMs, toMs: log.toMs, everyMs },
    });
    return { log, found };
  } finally {
    await close();
  }
}
