import type { PendingApproval } from '../../../../domain/approval.js';
import type { Step } from '../../../../domain/plan.js';
import { bindingWords } from '../../../../domain/parameters.js';
import type { Binding } from '../../../../domain/plan.js';
import { button, element } from '../elements.js';
import { json } from '../server/request.js';
import { taskName } from '../words/tasks.js';
import { noticePlace } from './notice.js';
import { say } from './say.js';
import { keptName } from './who.js';

/** A plan that waits: why, what it would run, and the two answers to it. */
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
  const answer =
    (verb: 'approve' | 'reject', body: object) => async (pressed: HTMLButtonElement) => {
      pressed.disabled = true;
      notices.clear();
      try {
        const path = `/v1/runs/${encodeURIComponent(runId)}/${verb}`;
        await json(path, { method: 'POST', body: { by: keptName() || 'the page', ...body } });
        say(verb === 'approve' ? 'Approved.' : 'Rejected.');
        block.replaceChildren(
          element(
            'p',
            { class: 'soft' },
            verb === 'approve' ? 'You approved the plan.' : 'You rejected the plan.',
          ),
        );
      } catch (error) {
        notices.show(error);
        pressed.disabled = false;
      }
    };
  const block = element(
    'section',
    { class: 'panel approval', 'aria-labelledby': 'approval-title' },
    element('h2', { id: 'approval-title' }, 'This plan waits for your approval'),
    element('p', {}, reason),
    element('p', { class: 'soft' }, plan.intent),
    plan.steps.map(stepBlock),
    element(
      'div',
      { class: 'field' },
      element('label', { for: 'reject-reason' }, 'Why not (if you reject it)'),
      why,
    ),
    element(
      'div',
      { class: 'row' },
      button('Approve', (pressed) => void answer('approve', { planVersion })(pressed), {
        class: 'primary',
      }),
      button('Reject', (pressed) => void answer('reject', { reason: why.value.trim() })(pressed)),
    ),
    notices.place,
  );
  return block;
}

function stepBlock({ id, tool, input }: Step): HTMLElement {
  const sql = typeof input['sql'] === 'string' ? input['sql'] : '';
  const params = (Array.isArray(input['params']) ? input['params'] : []) as readonly Binding[];
  const bound = params.map((binding, index) => `$${index + 1} = ${bindingWords(binding)}`);
  return element(
    'div',
    { class: 'source' },
    element('h3', {}, taskName({ id, tool })),
    sql !== '' &&
      element('pre', { tabindex: 0, 'aria-label': `SQL of ${id}` }, element('code', {}, sql)),
    bound.length > 0 && element('pre', {}, element('code', {}, bound.join('\n'))),
  );
}
