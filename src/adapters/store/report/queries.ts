import type { FactName } from '../../../ports.js';
import { breakersSql } from './breakers.js';
import { costsSql } from './costs.js';
import { feedbackSql } from './feedback.js';
import { findingsSql } from './findings.js';
import { modelsSql } from './models.js';
import { retriesSql } from './retries.js';
import { rungsSql } from './rungs.js';
import { runsSql } from './runs.js';
import { slowSql } from './slow.js';
import { timeoutPeriodsSql, timeoutTraitsSql } from './timeout-traits.js';
import { daysSql, timeoutsSql, toolsSql } from './tools.js';
import { uncaughtSql } from './uncaught.js';

/** The SQL of each fact. Each reads documented views alone, so that anyone may run it. */
export const factQueries: Readonly<Record<FactName, string>> = {
  runs: runsSql,
  days: daysSql,
  tools: toolsSql,
  timeouts: timeoutsSql,
  timeout_traits: timeoutTraitsSql,
  timeout_periods: timeoutPeriodsSql,
  retries: retriesSql,
  rungs: rungsSql,
  breakers: breakersSql,
  findings: findingsSql,
  costs: costsSql,
  slow: slowSql,
  uncaught: uncaughtSql,
  feedback: feedbackSql,
  models: modelsSql,
};
