import { itemAt, type Random } from '../../src/embedded/sample/random.js';
import { seldom } from './chance.js';
import { incidentAt } from './incidents.js';
import type { World } from './scribe.js';

/** How one attempt ends, before its latency is known. */
export type Fate =
  | { readonly status: 'success' }
  | { readonly status: 'lost' }
  | ({ readonly status: 'error' | 'timeout' | 'refused' } & SyntheticError);

export interface SyntheticError {
  readonly errorClass: 'transient' | 'timeout' | 'permanent' | 'user_error' | 'unknown';
  readonly errorName: string;
  readonly errorCode: string | null;
}

export const timedOut: Fate = {
  status: 'timeout',
  errorClass: 'timeout',
  errorName: 'tool_timeout',
  errorCode: '57014',
};

const refused: Fate = {
  status: 'refused',
  errorClass: 'transient',
  errorName: 'breaker_open',
  errorCode: null,
};

const transientOf = (tool: string): readonly SyntheticError[] =>
  tool === 'plan' || tool === 'review' || tool === 'interpret'
    ? [
        { errorClass: 'transient', errorName: 'claude_overloaded', errorCode: '529' },
        { errorClass: 'transient', errorName: 'claude_rate_limited', errorCode: '429' },
        { errorClass: 'transient', errorName: 'claude_stream_cut', errorCode: null },
      ]
    : [
        { errorClass: 'transient', errorName: 'connection_lost', errorCode: 'ECONNRESET' },
        { errorClass: 'transient', errorName: 'warehouse_error', errorCode: '40001' },
        { errorClass: 'transient', errorName: 'no_connection', errorCode: '53300' },
      ];

const systematic: Readonly<Record<'transient' | 'permanent' | 'unknown', SyntheticError>> = {
  transient: { errorClass: 'transient', errorName: 'connection_lost', errorCode: '57P01' },
  permanent: { errorClass: 'permanent', errorName: 'unknown_column', errorCode: '42703' },
  unknown: { errorClass: 'unknown', errorName: 'warehouse_error', errorCode: 'P0001' },
};

/** In ten thousand attempts, on an ordinary day. */
const ordinary = {
  ...{ lost: 3, claudeTransient: 90, transient: 60, permanent: 55, userError: 25, unknown: 12 },
  // A fault that is there is often still there a second later.
  transientAgain: 1_500,
  unknownAgain: 7_500,
};

/** By chance, and by the incidents of that moment. */
export function fateOf(
  world: World,
  call: {
    readonly tool: string;
    readonly user: string;
    readonly atMs: number;
    /** How the attempt before it failed. */
    readonly again: SyntheticError['errorClass'] | null;
    /** Whether the whole call is one of those that an incident has. */
    readonly doomed: boolean;
  },
): Fate {
  const { random, incidents } = world;
  const { tool, user, atMs, again, doomed } = call;
  const met = <Kind extends Parameters<typeof incidentAt>[1]>(kind: Kind) =>
    incidentAt(incidents, kind, atMs, tool);
  if (met('breaker')) return refused;
  const broken = met('errors');
  if (broken && (broken.user ?? user) === user && random.chance(broken.share)) {
    return { status: 'error', ...systematic[broken.errorClass ?? 'transient'] };
  }
  if (doomed) return failed(transientOf(tool), random);
  const slow = met('timeouts');
  if (slow && random.chance(slow.share)) return timedOut;
  if (seldom(random, ordinary.lost)) return { status: 'lost' };
  const isClaude = ['plan', 'review', 'interpret'].includes(tool);
  const odds = isClaude ? ordinary.claudeTransient : ordinary.transient;
  if (fails(tool) && seldom(random, again === 'transient' ? ordinary.transientAgain : odds)) {
    return failed(transientOf(tool), random);
  }
  return tool === 'execute_query' ? ofTheQuery(random, again) : { status: 'success' };
}

/** Whether the incident that lets calls fail to the end has chosen this one. */
export function isDoomed({ random, incidents }: World, tool: string, atMs: number): boolean {
  const exhaustion = incidentAt(incidents, 'exhaustion', atMs, tool);
  const fallbacks = tool === 'execute_query' ? incidentAt(incidents, 'fallbacks', atMs) : undefined;
  return [exhaustion, fallbacks].some(
    (incident) => incident !== undefined && random.chance(incident.share),
  );
}

function ofTheQuery(random: Random, again: SyntheticError['errorClass'] | null): Fate {
  if (seldom(random, ordinary.permanent)) {
    const errors: readonly SyntheticError[] = [
      { errorClass: 'permanent', errorName: 'warehouse_error', errorCode: '22012' },
      { errorClass: 'permanent', errorName: 'warehouse_error', errorCode: '42883' },
      { errorClass: 'permanent', errorName: 'result_too_large', errorCode: null },
    ];
    return failed(errors, random);
  }
  if (seldom(random, again === 'unknown' ? ordinary.unknownAgain : ordinary.unknown)) {
    return { status: 'error', ...systematic.unknown };
  }
  if (seldom(random, ordinary.userError)) {
    return failed(
      [{ errorClass: 'user_error', errorName: 'warehouse_error', errorCode: '22008' }],
      random,
    );
  }
  return { status: 'success' };
}

function failed(errors: readonly SyntheticError[], random: Random): Fate {
  return { status: 'error', ...itemAt(errors, random.below(errors.length)) };
}

/** Those that do nothing beyond their own process and the store hardly ever fail. */
function fails(tool: string): boolean {
  return tool !== 'verify' && tool !== 'format_results' && tool !== 'openTicket';
}
