import Anthropic from '@anthropic-ai/sdk';
import { NativeConnection, Runtime, Worker, DefaultLogger } from '@temporalio/worker';
import { Pool } from 'pg';
import { fileURLToPath } from 'node:url';
import { structuredOutputSchema } from '../../src/adapters/anthropic/schema.js';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import { interpreterPrompt } from '../../src/activities/prompts/interpreter.js';
import { plannerPrompt } from '../../src/activities/prompts/planner.js';
import { reviewerPrompt } from '../../src/activities/prompts/reviewer.js';
import { writeBlock } from '../../src/domain/blocks.js';
import { InterpretationSchema, ReviewSchema } from '../../src/domain/interpretation-schema.js';
import { planSchema } from '../../src/domain/plan-schema.js';
import { createExecuteQuery } from '../../src/tools/execute-query.js';
import { fetchSchema } from '../../src/tools/fetch-schema.js';
import { formatResults } from '../../src/tools/format-results.js';
import { schemaDigest } from '../../src/tools/schema-digest.js';
import { z } from 'zod';
import { createActivities, type Prompts } from './activities.js';
import { durableActivities, durableTables } from './durable-activities.js';
import { loadConfig, required } from '../../src/config.js';

/** The baseline's worker, a process of its own. Reads the same settings as Surefoot's; prints a line when it is ready. */
const config = loadConfig(process.env);
const urls = required(config, ['SUREFOOT_STORE_URL', 'SUREFOOT_WAREHOUSE_URL']);
Runtime.install({ logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
const answers = new Pool({ connectionString: urls.SUREFOOT_STORE_URL });
await answers.query(
  `create table if not exists baseline_answers (id text primary key, answer jsonb); ${durableTables}`,
);
const warehouse = new Pool({ connectionString: urls.SUREFOOT_WAREHOUSE_URL });
const activities = createActivities({
  anthropic: new Anthropic(),
  warehouse,
  answers,
  prompts: await prompts(urls.SUREFOOT_WAREHOUSE_URL),
});
const worker = await Worker.create({
  connection,
  taskQueue: config.SUREFOOT_TASK_QUEUE,
  workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
  activities: { ...activities, ...durableActivities(activities, answers, warehouse) },
});
const running = worker.run();
console.log('ready');
await running;

/** Surefoot's own, so that both send Claude the same. */
async function prompts(url: string): Promise<Prompts> {
  const warehouse = connectWarehouse({ url, name: 'warehouse', poolSize: 3, catalogTtlMs: 60_000 });
  const catalog = await warehouse.catalog(new AbortController().signal);
  await warehouse.close();
  const tools = [createExecuteQuery(), fetchSchema, formatResults];
  const words = tools.map(({ name, description }) => `- ${name}: ${description}`).join('\n');
  const schemaOf = (schema: z.ZodType) => structuredOutputSchema(z.toJSONSchema(schema));
  return {
    planner: {
      system: [
        `${plannerPrompt.text}\n\nTools\n${words}`,
        writeBlock('schema', schemaDigest(catalog, { maxChars: 60_000 })),
      ],
      schema: schemaOf(planSchema(tools)),
    },
    interpreter: { system: [interpreterPrompt.text], schema: schemaOf(InterpretationSchema) },
    reviewer: { system: [reviewerPrompt.text], schema: schemaOf(ReviewSchema) },
  };
}
