import { whereToLook } from '../../domain/alerts/look.js';
import { alertText } from '../../domain/alerts/words.js';
import type { AlertMessage, AlertWebhook } from '../../ports.js';
import { signedWebhook, type WebhookOptions } from './signed-webhook.js';

/** Posts that an alert fires, and that it is over: two messages, each with an id of its own. */
export function alertWebhook(options: Omit<WebhookOptions, 'about'>): AlertWebhook {
  const webhook = signedWebhook({ ...options, about: 'alert' });
  return { deliver: (message, delivery) => webhook.send(messageOf(message), delivery) };
}

function messageOf({ alert, state }: AlertMessage) {
  const { alertId, rule, subject, firedAt, resolvedAt, breach } = alert;
  const { since, value, limit, baseline } = breach;
  return {
    id: `${alertId}.${state}`,
    type: `alert.${state}`,
    timestamp: state === 'firing' ? firedAt : (resolvedAt ?? firedAt),
    data: {
      ...{ alertId, rule, subject, text: alertText(alert, state) },
      ...{ value, limit, baseline, since, firedAt },
      resolvedAt: state === 'firing' ? null : resolvedAt,
      ...whereToLook(breach),
    },
  };
}
