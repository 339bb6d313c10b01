import { whereToLook } from '../../domain/alerts/look.js';
import { alertText } from '../../domain/alerts/words.js';
import { formatDuration } from '../../domain/shown/duration.js';
import type { AlertList } from '../../ports.js';
import { labelled } from './labelled.js';
import type { Look } from './look.js';
import { oneLine } from './text.js';

type Listed = AlertList['alerts'][number];

interface TimedLook extends Look {
  readonly nowMs: number;
}

/** A few lines each: what is wrong, since when, where to look, and whether the webhook knows. */
export function renderAlerts({ alerts, checkedAt }: AlertList, look: TimedLook): string[] {
  const checked =
    checkedAt === null
      ? 'The rules have not been looked at yet: a worker does, every few minutes.'
      : `The rules were last looked at ${ago(checkedAt, look)}.`;
  if (alerts.length === 0) return ['There are no such alerts.', look.style.dim(checked)];
  return [...alerts.flatMap((alert) => [...renderAlert(alert, look), '']), look.style.dim(checked)];
}

/** As JSON, with the words and the statement that the list shows. */
export function alertJson({ breach, ...alert }: Listed) {
  const state = alert.resolvedAt === null ? 'firing' : 'resolved';
  return {
    ...{ ...alert, state, since: breach.since, text: alertText({ ...alert, breach }, 'firing') },
    ...{ value: breach.value, limit: breach.limit, baseline: breach.baseline },
    ...whereToLook(breach),
  };
}

function renderAlert(alert: Listed, look: TimedLook): string[] {
  const { style, nowMs } = look;
  const { alertId, rule, subject, firedAt, resolvedAt, breach, undelivered } = alert;
  const { sql, docs } = whereToLook(breach);
  const how =
    resolvedAt === null
      ? `firing for ${formatDuration(Math.max(nowMs - Date.parse(firedAt), 0))}`
      : `over after ${formatDuration(Date.parse(resolvedAt) - Date.parse(firedAt))}, ${ago(resolvedAt, { nowMs })}`;
  const facts: readonly (readonly [string, string])[] = [
    ['', alertText(alert, 'firing')],
    ['look', sql],
    ['', docs],
    ['webhook', undelivered === null ? '' : `not told: ${undelivered}`],
  ];
  return [
    style.bold(oneLine(`${rule} ${subject}: ${how}`)) + style.dim(` (${alertId})`),
    ...labelled(facts, look, labelWidth),
  ];
}

const labelWidth = 9;

function ago(iso: string, { nowMs }: Pick<TimedLook, 'nowMs'>): string {
  return `${formatDuration(Math.max(nowMs - Date.parse(iso), 0))} ago`;
}
