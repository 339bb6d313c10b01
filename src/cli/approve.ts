import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { RunHandle } from '../client.js';
import type { PendingApproval } from '../domain/approval.js';
import { findingWords } from '../domain/finding.js';
import type { Context, Run } from './context.js';
import { loginName } from './login-name.js';
import { UsageError } from './failures.js';
import { withSurefoot } from './with-surefoot.js';

interface ApproveFlags {
  readonly plan?: string;
  readonly show?: boolean;
  readonly by?: string;
  readonly tenant?: string;
}

interface RejectFlags {
  readonly reason?: string;
  readonly by?: string;
  readonly tenant?: string;
}

export function approveCommand(run: Run): Command {
  return new Command('approve')
    .description('let a plan run that waits for it, or an edited one in its place')
    .argument('<run>', 'the id that ask showed, or was given with --id')
    .option('--show', 'print the plan that waits as JSON, to be looked at or edited')
    .option('--plan <file>', 'take this edited plan, once nothing stands against it')
    .option('--by <name>', 'who approves (default: your login)')
    .option('--tenant <name>', 'whose run it is (default: default)')
    .action((runId: string, flags: ApproveFlags) =>
      run(async (context) => {
        const edited = flags.plan === undefined ? undefined : await readPlan(flags.plan);
        return await withRun(runId, flags, context, (handle) =>
          approve(handle, { ...flags, edited }, context),
        );
      }),
    );
}

export function rejectCommand(run: Run): Command {
  return new Command('reject')
    .description(
      'refuse a plan that waits for approval: it does not run, and the answer says who refused it and why',
    )
    .argument('<run>', 'the id that ask showed, or was given with --id')
    .option('--reason <text>', 'why, for whoever asked')
    .option('--by <name>', 'who rejects (default: your login)')
    .option('--tenant <name>', 'whose run it is (default: default)')
    .action((runId: string, flags: RejectFlags) =>
      run((context) => withRun(runId, flags, context, (handle) => reject(handle, flags, context))),
    );
}

async function withRun(
  runId: string,
  { tenant }: { readonly tenant?: string },
  context: Context,
  work: (handle: RunHandle) => Promise<number>,
): Promise<number> {
  const whose = tenant !== undefined && { tenant };
  return await withSurefoot(context, async (surefoot) =>
    work(await surefoot.get(runId, { ...whose })),
  );
}

async function approve(
  run: RunHandle,
  { edited, show, by = loginName() }: ApproveFlags & { edited: string | undefined },
  { terminal: { stdout } }: Context,
): Promise<number> {
  const pending = await pendingOf(run);
  if (show === true) {
    stdout.write(`${JSON.stringify(pending.plan, null, 2)}\n`);
    return 0;
  }
  const { planVersion } = pending;
  const reply = await run.approve({
    by,
    planVersion,
    ...(edited !== undefined && { plan: edited }),
  });
  if (!reply.accepted) {
    const findings = reply.findings.map((finding) => `  ${findingWords(finding)}`);
    throw new UsageError(
      `The edited plan was not taken; the run still waits:\n${findings.join('\n')}`,
    );
  }
  stdout.lines([
    edited === undefined
      ? `Plan ${planVersion} of run ${run.runId} is approved: ${pending.plan.intent}`
      : `The edited plan is approved, and run ${run.runId} goes on with it.`,
  ]);
  return 0;
}

async function reject(
  run: RunHandle,
  { reason = '', by = loginName() }: RejectFlags,
  { terminal: { stdout } }: Context,
): Promise<number> {
  await run.reject({ by, reason });
  stdout.lines([`The plan of run ${run.runId} is rejected and does not run.`]);
  return 0;
}

async function pendingOf(run: RunHandle): Promise<PendingApproval> {
  const { approval } = await run.progress();
  if (approval !== null) return approval;
  throw new UsageError(`Run ${run.runId} does not wait for an approval.`);
}

async function readPlan(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`The plan cannot be read from ${file}.`, { cause });
  }
}
