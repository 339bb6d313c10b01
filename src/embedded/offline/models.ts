import type Anthropic from '@anthropic-ai/sdk';

type ModelInfo = Anthropic.ModelInfo;
type ModelLine = NonNullable<ModelInfo['line']>;

const yes = { supported: true };

/** Which thinking settings a model takes: the newest think as they see fit or always, older ones also by budget. */
type Thinking = 'adaptive' | 'adaptive or off' | 'budget' | 'both';

const known: readonly (readonly [
  id: string,
  line: ModelLine,
  released: string,
  thinking: Thinking,
])[] = [
  ['claude-fable-5-2', 'fable', '2026-11-10', 'adaptive'],
  ['claude-mythos-5-2', 'mythos', '2026-11-10', 'adaptive'],
  ['claude-haiku-5-5', 'haiku', '2026-10-06', 'adaptive'],
  ['claude-sonnet-5-5', 'sonnet', '2026-09-22', 'adaptive'],
  ['claude-opus-5-5', 'opus', '2026-08-18', 'adaptive'],
  ['claude-fable-5-1', 'fable', '2026-08-11', 'adaptive'],
  ['claude-mythos-5-1', 'mythos', '2026-08-11', 'adaptive'],
  ['claude-sonnet-5', 'sonnet', '2026-06-09', 'adaptive or off'],
  ['claude-fable-5', 'fable', '2026-06-02', 'adaptive or off'],
  ['claude-mythos-5', 'mythos', '2026-06-02', 'adaptive or off'],
  ['claude-opus-5', 'opus', '2026-05-19', 'adaptive or off'],
  ['claude-opus-4-8', 'opus', '2026-04-28', 'adaptive or off'],
  ['claude-opus-4-7', 'opus', '2026-04-14', 'adaptive or off'],
  ['claude-opus-4-6', 'opus', '2026-02-05', 'both'],
  ['claude-sonnet-4-6', 'sonnet', '2026-02-17', 'both'],
  ['claude-haiku-4-5', 'haiku', '2025-10-15', 'budget'],
  ['claude-haiku-4-5-20251001', 'haiku', '2025-10-15', 'budget'],
  ['claude-opus-4-5', 'opus', '2025-11-24', 'budget'],
  ['claude-opus-4-5-20251101', 'opus', '2025-11-24', 'budget'],
  ['claude-sonnet-4-5', 'sonnet', '2025-09-29', 'budget'],
  ['claude-sonnet-4-5-20250929', 'sonnet', '2025-09-29', 'budget'],
];

/** The models that this server knows, newest first. Any other is a 404, as with the API. Release days are rough. */
export const models: readonly ModelInfo[] = known.map(([id, line, released, thinking]) => {
  const budget = thinking === 'budget' || thinking === 'both';
  const deprecated = id.startsWith('claude-sonnet-4-5');
  return {
    id,
    type: 'model',
    line,
    display_name: displayName(id),
    created_at: `${released}T00:00:00Z`,
    lifecycle: deprecated ? 'deprecated' : 'active',
    deprecated_at: deprecated ? '2026-08-31T00:00:00Z' : null,
    retires_at: deprecated ? '2026-11-30T00:00:00Z' : null,
    max_input_tokens: budget ? 200_000 : 1_000_000,
    max_tokens: budget ? 64_000 : 128_000,
    capabilities: {
      batch: yes,
      citations: yes,
      code_execution: yes,
      context_management: {
        clear_thinking_20251015: yes,
        clear_tool_uses_20250919: yes,
        compact_20260112: yes,
        supported: true,
      },
      effort: effortOf(thinking !== 'budget' || id.startsWith('claude-opus')),
      image_input: yes,
      pdf_input: yes,
      server_tools: { code_execution: yes, web_search: yes, supported: true },
      structured_outputs: yes,
      thinking: {
        supported: true,
        types: {
          adaptive: { supported: thinking !== 'budget' },
          between_tools: { supported: thinking === 'adaptive' },
          disabled: { supported: thinking !== 'adaptive' },
          enabled: { supported: budget },
        },
      },
    },
  };
});

const byId = new Map(models.map((model) => [model.id, model]));

export function findModel(id: string): ModelInfo | undefined {
  return byId.get(id);
}

function effortOf(supported: boolean): NonNullable<ModelInfo['capabilities']>['effort'] {
  const level = { supported };
  return { supported, low: level, medium: level, high: level, xhigh: level, max: level };
}

/** `claude-sonnet-5-5` is "Claude Sonnet 5.5". */
function displayName(id: string): string {
  const [, line = '', major = '', minor = ''] = id.split('-');
  const version = minor === '' ? major : `${major}.${minor}`;
  return `Claude ${line.charAt(0).toUpperCase()}${line.slice(1)} ${version}`;
}
