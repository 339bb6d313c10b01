import { findingWords, type Finding } from '../../../../domain/finding.js';
import type { Plan } from '../../../../domain/plan.js';
import { readJson } from '../../../../domain/read-json.js';
import { element } from '../elements.js';

interface PlanEditor {
  /** Closed until somebody opens it. */
  readonly block: HTMLElement;
  /** The text as it stands. */
  read(): Edited;
  /** Says what stands against it, and leads back to it. */
  refuse(findings: readonly Finding[]): void;
}

/** The plan is undefined where nobody changed it, or where the findings say why it is none. */
interface Edited {
  readonly plan: unknown;
  readonly findings: readonly Finding[];
}

/** The plan as text. `onEdit` is told whether it differs from the one that waits. */
export function planEditor(waiting: Plan, onEdit: (differs: boolean) => void): PlanEditor {
  const original = JSON.stringify(waiting, null, 2);
  const text = element('textarea', {
    id: 'edited-plan',
    class: 'code',
    rows: 18,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'edited-plan-help',
  });
  text.value = original;
  const differs = () => text.value.trim() !== original;
  const refused = element('div');
  text.addEventListener('input', () => {
    text.removeAttribute('aria-invalid');
    onEdit(differs());
  });
  const block = element(
    'details',
    {},
    element('summary', {}, 'Edit the plan'),
    element('label', { for: 'edited-plan' }, 'The plan, as JSON'),
    element(
      'p',
      { id: 'edited-plan-help', class: 'soft small' },
      'It is checked as every plan is. Where something stands against it, the run waits on.',
    ),
    text,
    refused,
  );
  return {
    block,
    read() {
      refused.replaceChildren();
      if (!differs()) return { plan: undefined, findings: [] };
      const plan = readJson(text.value);
      return { plan, findings: plan === undefined ? [notJson] : [] };
    },
    refuse(findings) {
      refused.replaceChildren(notice(findings));
      text.setAttribute('aria-invalid', 'true');
      block.open = true;
      text.focus();
    },
  };
}

const notJson: Finding = {
  code: 'invalid_json',
  where: 'plan',
  what: 'The text is not JSON.',
  fix: 'Look for a quote, a comma or a bracket that is missing or too many.',
};

function notice(findings: readonly Finding[]): HTMLElement {
  return element(
    'div',
    { class: 'notice bad', role: 'alert' },
    element('h3', {}, 'The edited plan was not taken; the run still waits'),
    element(
      'ul',
      {},
      findings.map((finding) => element('li', {}, findingWords(finding))),
    ),
  );
}
