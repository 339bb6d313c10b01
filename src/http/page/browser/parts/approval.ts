import type { ApproveReply, PendingApproval } from '../../../../domain/approval.js';
import { bindingWords } from '../../../../domain/parameters.js';
import type { Binding, Step } from '../../../../domain/plan.js';
import { button, element } from '../elements.js';
import { json } from '../server/request.js';
import { taskName } from '../words/tasks.js';
import { noticePlace } from './notice.js';
import { planEditor } from './plan-editor.js';
import { say } from './say.js';
import { keptName } from './who.js';

/** A plan that waits: why, what it would run, and the answers to it: as it is, edited, or not at all. */
export function approvalBlock(
  runId: string,
  { reason, plan, planVersion }: PendingApproval,
): HTMLElement {
  const notices = noticePlace();
  const why = element('input', {
    id: 'reject-reason',
    name: 'reason',
    maxlength: 1000,
    autocomplete: 'off',
  });
  // One button for both, so that nobody approves the old plan with a new one before their eyes.
  const approving = button('Approve', () => void tried(approve), { class: 'primary' });
  const rejecting = button('Reject', () => void tried(reject));
  const editor = planEditor(plan, (differs) => {
    approving.textContent = differs ? 'Approve as edited' : 'Approve';
  });
  const block = element(
    'section',
    { class: 'panel approval', 'aria-labelledby': 'approval-title' },
    element('h2', { id: 'approval-title' }, 'This plan waits for your approval'),
    element('p', {}, reason),
    element('p', { class: 'soft' }, plan.intent),
    plan.steps.map(stepBlock),
    editor.block,
    element(
      'div',
      { class: 'field' },
      element('label', { for: 'reject-reason' }, 'Why not (if you reject it)'),
      why,
    ),
    element('div', { class: 'row' }, approving, rejecting),
    notices.place,
  );
  return block;

  async function tried(work: () => Promise<void>): Promise<void> {
    approving.disabled = rejecting.disabled = true;
    notices.clear();
    try {
      await work();
    } catch (error) {
      notices.show(error);
    }
    approving.disabled = rejecting.disabled = false;
  }

  async function approve(): Promise<void> {
    const edited = editor.read();
    if (edited.findings.length > 0) return editor.refuse(edited.findings);
    const body = { planVersion, ...(edited.plan !== undefined && { plan: edited.plan }) };
    const { accepted, findings } = await decided<ApproveReply>('approve', body);
    if (accepted)
      return ended(
        edited.plan === undefined ? 'You approved the plan.' : 'You approved the plan as edited.',
      );
    editor.refuse(findings);
  }

  async function reject(): Promise<void> {
    await decided('reject', { reason: why.value.trim() });
    ended('You rejected the plan.');
  }

  async function decided<Reply>(verb: 'approve' | 'reject', body: object): Promise<Reply> {
    const path = `/v1/runs/${encodeURIComponent(runId)}/${verb}`;
    return await json<Reply>(path, {
      method: 'POST',
      body: { by: keptName() || 'the page', ...body },
    });
  }

  function ended(words: string): void {
    say(words);
    block.replaceChildren(element('p', { class: 'soft' }, words));
  }
}

function stepBlock({ id, tool, input }: Step): HTMLElement {
  const sql = typeof input['sql'] === 'string' ? input['sql'] : '';
  const { warehouse } = input;
  const named = { id, tool, ...(typeof warehouse === 'string' && { warehouse }) };
  const params = (Array.isArray(input['params']) ? input['params'] : []) as readonly Binding[];
  const bound = params.map((binding, index) => `$${index + 1} = ${bindingWords(binding)}`);
  return element(
    'div',
    { class: 'source' },
    element('h3', {}, taskName(named)),
    sql !== '' &&
      element('pre', { tabindex: 0, 'aria-label': `SQL of ${id}` }, element('code', {}, sql)),
    bound.length > 0 && element('pre', {}, element('code', {}, bound.join('\n'))),
  );
}
