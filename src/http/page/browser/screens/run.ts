import type { Answer } from '../../../../domain/answer.js';
import type { Receipt } from '../../../../domain/receipt.js';
import { asTyped } from '../../../../domain/safe-text.js';
import { afterEvent, nothingSeen } from '../../../../domain/shown/run-view.js';
import type { RunPage, RunSummary } from '../../../../ports.js';
import type { PendingApproval } from '../../../../domain/approval.js';
import { button, element, fill, link } from '../elements.js';
import { answerBlock } from '../parts/answer.js';
import { approvalBlock } from '../parts/approval.js';
import { askForm } from '../parts/ask-form.js';
import { askedHere } from '../parts/asked-here.js';
import { badge } from '../parts/badge.js';
import { failureNotice } from '../parts/notice.js';
import { say } from '../parts/say.js';
import { taskList } from '../parts/tasks.js';
import { followRun } from '../server/follow-run.js';
import { patiently } from '../server/patiently.js';
import { json } from '../server/request.js';
import { announcement } from '../words/tasks.js';
import type { Around, Screen } from './screen.js';

interface Running {
  readonly runId: string;
  readonly status: 'running';
  readonly progress: { readonly approval: PendingApproval | null } | null;
}

/** One run: how it goes, then its answer, then what to ask next. Opened anew in the middle, it goes on from there. */
export const runScreen: Screen = ([runId = ''], around) => {
  const path = `/v1/runs/${encodeURIComponent(runId)}`;
  const head = element('header', { class: 'run-head' }, element('h1', {}, 'Loading the run …'));
  const earlier = element('div');
  const steps = element('div');
  const connection = element('p', { class: 'notice doubt', role: 'status', hidden: true });
  const approval = element('div');
  const outcome = element('div');
  const next = element('div');
  const { signal } = around;
  void tell().catch((error: unknown) => {
    fill(head, element('h1', {}, 'This run cannot be shown'));
    showFailure(error);
  });
  return { title: 'Run', content: [earlier, head, connection, steps, approval, outcome, next] };

  async function tell(): Promise<void> {
    const first = await now(path);
    if (first.status !== 'running') return await ended(first);
    void showQuestion();
    await follow();
    await ended(await lastAnswer());
  }

  /** A run that no worker has begun is not in the store yet. */
  async function showQuestion(): Promise<void> {
    const asked = askedHere(runId);
    if (asked !== undefined) return showHead(asked, 'running');
    const receipt = await json<Receipt>(`${path}/receipt`, { signal }).catch(() => undefined);
    showHead(receipt?.question ?? 'Your question', 'running');
  }

  function showFailure(error: unknown): void {
    if (!signal.aborted) outcome.append(failureNotice(error));
  }

  async function now(place: string): Promise<Answer | Running> {
    const ask = () => json<Answer | Running>(place, { signal });
    return await patiently(ask, { signal, onConnection });
  }

  function onConnection(open: boolean): void {
    connection.hidden = open;
    connection.textContent = open
      ? ''
      : 'The connection is lost. This page tries again by itself; the run goes on meanwhile.';
  }

  async function follow(): Promise<void> {
    const tasks = taskList();
    const stop = button('Stop', (pressed) => void cancel(pressed), { class: 'quiet' });
    fill(steps, element('section', { class: 'live', 'aria-label': 'Progress' }, tasks.list, stop));
    let view = nothingSeen;
    signal.addEventListener('abort', () => tasks.stop());
    try {
      await followRun({
        runId,
        signal,
        onEvent(event) {
          const before = view;
          view = afterEvent(before, event);
          tasks.show(view);
          say(announcement(event, before, view));
          if (event.kind === 'approval.needed') void showApproval().catch(showFailure);
          else if (event.kind === 'step.started') approval.replaceChildren();
        },
        onConnection,
        hasEnded: async () => (await json<Answer | Running>(path, { signal })).status !== 'running',
      });
    } finally {
      tasks.stop();
      stop.remove();
      connection.hidden = true;
    }
    const list = tasks.list;
    const took = element('summary', {}, 'How it went');
    fill(steps, element('details', { class: 'went' }, took, list));
  }

  async function showApproval(): Promise<void> {
    const told = await now(path);
    const pending = told.status === 'running' ? (told.progress?.approval ?? null) : null;
    if (pending !== null) fill(approval, approvalBlock(runId, pending));
  }

  async function cancel(pressed: HTMLButtonElement): Promise<void> {
    pressed.disabled = true;
    try {
      await json(`${path}/cancel`, { method: 'POST' });
      say('Stopping.');
    } catch (error) {
      pressed.disabled = false;
      steps.append(failureNotice(error));
    }
  }

  /** The last event is there a moment before the run has ended in Temporal. */
  async function lastAnswer(): Promise<Answer> {
    for (;;) {
      const answer = await now(`${path}?wait=20`);
      if (answer.status !== 'running') return answer;
    }
  }

  async function ended(answer: Answer): Promise<void> {
    approval.replaceChildren();
    showHead(answer.question, answer.status);
    const asked = await json<Receipt>(`${path}/receipt`, { signal }).catch(() => undefined);
    const session = asked?.session ?? '';
    const followUp = askForm({
      session,
      label: session === '' ? 'Ask something else' : 'Ask a follow-up',
      placeholder: session === '' ? '' : 'And by month?',
      small: true,
      onAsked: (asking) => around.go(`#/runs/${encodeURIComponent(asking)}`),
    });
    fill(outcome, answerBlock(answer, followUp.suggest), ticketWords(answer));
    fill(
      next,
      followUp.form,
      element('p', { class: 'small' }, link('#/', 'Begin a new conversation')),
    );
    if (session !== '') await showEarlier(session, around);
  }

  function showHead(question: string, status: RunSummary['status']): void {
    document.title = `${question} · Surefoot`;
    fill(head, element('h1', {}, question), badge(status));
  }

  async function showEarlier(session: string, { signal: left }: Around): Promise<void> {
    const query = new URLSearchParams({ session, limit: '20' });
    const { runs } = await json<RunPage>(`/v1/runs?${query}`, { signal: left });
    const at = runs.findIndex((run) => run.runId === runId);
    const before = at === -1 ? [] : runs.slice(at + 1).toReversed();
    if (before.length === 0) return;
    fill(
      earlier,
      element(
        'section',
        { class: 'earlier', 'aria-label': 'Earlier in this conversation' },
        element(
          'ol',
          {},
          before.map(({ runId: id, question, text }) =>
            element(
              'li',
              {},
              link(`#/runs/${encodeURIComponent(id)}`, question),
              text !== null && element('p', { class: 'soft line-text' }, asTyped(text)),
            ),
          ),
        ),
      ),
    );
  }
};

function ticketWords({ ticket }: Answer): HTMLElement | null {
  if (ticket === null) return null;
  return element(
    'p',
    { class: 'notice doubt' },
    'A person was asked: ',
    link('#/tickets', `ticket ${ticket}`),
    '.',
  );
}
