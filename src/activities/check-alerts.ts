import { cancellationSignal, Context } from '@temporalio/activity';
import { whereToLook } from '../domain/alerts/look.js';
import { alertText } from '../domain/alerts/words.js';
import { ToolFailure } from '../domain/failure.js';
import type { AlertsChecked } from '../domain/tasks.js';
import type { AlertChannel, AlertMessage } from '../ports.js';
import { beating } from './beating.js';
import type { Deps } from './deps.js';

/**
 * Looks at every rule, fires and resolves, and tells the log and the webhook. Repeated, or beside another, it does
 * nothing twice; what the webhook did not take is told by the next check.
 */
export async function checkAlerts(deps: Pick<Deps, 'store' | 'alerting'>): Promise<AlertsChecked> {
  return await beating(() => lookAndTell(deps));
}

async function lookAndTell({
  store: { alerts },
  alerting: { thresholds, webhook },
}: Pick<Deps, 'store' | 'alerting'>): Promise<AlertsChecked> {
  const at = await alerts.now();
  const breaches = await alerts.measure([at], thresholds);
  const channels: readonly AlertChannel[] = webhook === null ? ['log'] : ['log', 'webhook'];
  await alerts.settle(at, breaches, channels);
  let [told, untold] = [0, 0];
  // An alert that is over is told once it is told that it fired.
  for (let round = 0; round < mostRounds; round += 1) {
    const messages = await alerts.take(channels);
    for (const message of messages) {
      const error = await tell(message, webhook);
      await alerts.told(message, error);
      if (error === null) told += 1;
      else untold += 1;
    }
    if (messages.length === 0 || untold > 0) break;
  }
  return { at, broken: breaches.length, told, untold };
}

const mostRounds = 10;
/** A check may have several messages. */
const webhookTimeoutMs = 5_000;

/** Why it could not be told; null where it was. */
async function tell(
  message: AlertMessage,
  webhook: Deps['alerting']['webhook'],
): Promise<string | null> {
  const { alert, state, channel } = message;
  const { log } = Context.current();
  if (channel === 'log') {
    const { alertId, rule, subject, breach } = alert;
    const facts = { alertId, rule, subject, text: alertText(alert, state), ...whereToLook(breach) };
    if (state === 'firing') log.warn('alert firing', facts);
    else log.info('alert resolved', facts);
    return null;
  }
  try {
    const limits = { signal: cancellationSignal(), timeoutMs: webhookTimeoutMs };
    await webhook?.deliver(message, limits);
    return null;
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    log.warn('alert not delivered', { alertId: alert.alertId, error: error.message });
    return error.message;
  }
}
