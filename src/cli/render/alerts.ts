import { whereToLook } from '../../domain/alerts/look.js';
import { alertText } from '../../domain/alerts/words.js';
import type { AlertList } from '../../ports.js';
import { formatDuration } from '../../domain/shown/duration.js';
import type { Style } from './style.js';
import { oneLine, wrap } from './text.js';

type Listed = AlertList['alerts'][number];

interface Look {
  readonly style: Style;
  readonly width: number;
  readonly nowMs: number;
}

/** A few lines each: what is wrong, since when, where to look, and whether the webhook knows. */
export function renderAlerts({ alerts, checkedAt }: AlertList, look: Look): string[] {
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

function renderAlert(alert: Listed, { style, width, nowMs }: Look): string[] {
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
    ...facts.flatMap(([label, words]) =>
      words === ''
        ? []
        : wrap(words, width - labelWidth).map(
            (line, index) => style.dim((index === 0 ? label : '').padEnd(labelWidth)) + line,
          ),
    ),
  ];
}

const labelWidth = 9;

function ago(iso: string, { nowMs }: Pick<Look, 'nowMs'>): string {
  return `${formatDuration(Math.max(nowMs - Date.parse(iso), 0))} ago`;
}
