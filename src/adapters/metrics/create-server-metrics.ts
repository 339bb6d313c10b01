import { Registry } from 'prom-client';
import { defineProcess } from './define-process.js';
import { definers } from './definers.js';
import type { ProcessGauges } from './seen.js';

/** What an HTTP server counts. Paths are those of routes: no id is a label. */
export interface ServerMetrics {
  requested(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  streamBegan(): void;
  streamEnded(): void;
  /** A question came: `new`, the `same` as before, `another` under its key, or one too many (`full`). */
  asked(outcome: 'new' | 'same' | 'another' | 'full'): void;
  storeAsked(seconds: number, failed: boolean): void;
  /** In Prometheus' text format, with what the gauges say now. */
  text(gauges: ProcessGauges): Promise<string>;
}

/** 5 ms to 82 s: who waits for an answer may wait a minute. */
const buckets = Array.from({ length: 15 }, (_, power) => 0.005 * 2 ** power);

export function createServerMetrics(): ServerMetrics {
  const registry = new Registry();
  const { storeAsked, look } = defineProcess(registry);
  const { counter, gauge, histogram } = definers(registry);
  const requests = counter(
    'surefoot_http_requests_total',
    'Requests that were answered.',
    ...(['method', 'route', 'status'] as const),
  );
  const duration = histogram(
    'surefoot_http_request_duration_seconds',
    'How long it took until a request was answered; of a stream, until it began.',
    buckets,
    ...(['method', 'route'] as const),
  );
  const streams = gauge('surefoot_http_open_streams', 'Streams of events that are being read.');
  const questions = counter(
    'surefoot_http_questions_total',
    'Questions that came, by whether they started a run.',
    'outcome',
  );
  return {
    requested({ method, route, status, seconds }) {
      requests.inc({ method, route, status: String(status) });
      duration.observe({ method, route }, seconds);
    },
    streamBegan: () => streams.inc(),
    streamEnded: () => streams.dec(),
    asked: (outcome) => questions.inc({ outcome }),
    storeAsked,
    async text(gauges) {
      look(gauges);
      return await registry.metrics();
    },
  };
}
