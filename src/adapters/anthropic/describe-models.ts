import type Anthropic from '@anthropic-ai/sdk';
import { failureOf } from './failures.js';

/** What `doctor` tells about a model before a run depends on it. */
export interface ModelDescription {
  readonly id: string;
  readonly found: boolean;
  /** Null where the API does not say. */
  readonly structuredOutputs: boolean | null;
  readonly effort: boolean | null;
  readonly lifecycle: 'active' | 'deprecated' | 'retired' | null;
  /** ISO; null where no retirement is planned. */
  readonly retiresAt: string | null;
  /** One sentence; null where the model was found. */
  readonly error: string | null;
}

/** Asks the API about each model. Never throws: what cannot be asked is a description with an error. */
export async function describeModels(
  client: Anthropic,
  ids: readonly string[],
): Promise<readonly ModelDescription[]> {
  return await Promise.all([...new Set(ids)].map(async (id) => await describeModel(client, id)));
}

async function describeModel(client: Anthropic, id: string): Promise<ModelDescription> {
  try {
    const model = await client.models.retrieve(id, null, { maxRetries: 0 });
    return {
      id,
      found: true,
      structuredOutputs: model.capabilities?.structured_outputs.supported ?? null,
      effort: model.capabilities?.effort.supported ?? null,
      lifecycle: model.lifecycle ?? null,
      retiresAt: model.retires_at ?? null,
      error: null,
    };
  } catch (error) {
    const { message, suggestion } = failureOf(error, id).toolError;
    return {
      id,
      found: false,
      structuredOutputs: null,
      effort: null,
      lifecycle: null,
      retiresAt: null,
      error: `${message} ${suggestion}`,
    };
  }
}
