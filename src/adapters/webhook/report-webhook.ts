import type { ReportWebhook } from '../../ports.js';
import { signedWebhook, type WebhookOptions } from './signed-webhook.js';

/** Tells that a report is there, in its own words. The report's id is the message's id. */
export function reportWebhook(options: Omit<WebhookOptions, 'about'>): ReportWebhook {
  const webhook = signedWebhook({ ...options, about: 'report' });
  return {
    deliver: ({ madeAt, ...notice }, delivery) =>
      webhook.send(
        { id: notice.reportId, type: 'report.made', timestamp: madeAt, data: notice },
        delivery,
      ),
  };
}
