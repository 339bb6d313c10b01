import { z } from 'zod';

const figure = z.strictObject({
  name: z.string().describe('Lower case name used in the text as {{name}}'),
  kind: z.enum(['cell', 'column', 'derived', 'question']),
  calc: z.enum([
    'none',
    'argmax',
    'argmin',
    'sum',
    'avg',
    'min',
    'max',
    'count',
    'median',
    'diff',
    'ratio',
    'share',
    'pct_change',
    'direction',
  ]),
  step: z.string().describe('Step the value comes from; "" for derived and question'),
  column: z.string().describe('Column the value comes from; "" for derived and question'),
  row: z.int().describe('Row from 0; -1 where "where", argmax or argmin finds it'),
  where: z
    .array(z.strictObject({ column: z.string(), equals: z.string() }))
    .describe('Cells that pick exactly one row, compared with exactly the text shown; else []'),
  from: z.string().describe('derived: the base figure; question: the number as the user typed it'),
  to: z.string().describe('derived: the figure compared with the base; else ""'),
});

/** What Claude's interpreter is asked for. */
export const InterpretationSchema = z.strictObject({
  text: z.string().describe('The answer, with {{names}} in place of every number'),
  figures: z.array(figure),
});

/** What Claude's reviewer is asked for of a plan's queries. */
export const ReviewSchema = z.strictObject({
  reasoning: z
    .string()
    .describe(
      'First, in a few sentences: what is asked, what the queries do, and whether it is the same',
    ),
  verdict: z.enum(['confirmed', 'refuted', 'inconclusive']),
  findings: z.array(
    z.strictObject({
      step: z.string(),
      what: z.string().describe('How the query does not answer the question'),
      fix: z.string().describe('What would'),
    }),
  ),
});

/** What Claude's reviewer is asked for of a critical run's text. */
export const AnswerReviewSchema = z.strictObject({
  reasoning: z
    .string()
    .describe('First, sentence by sentence: what it says, and whether the figures say the same'),
  verdict: z.enum(['confirmed', 'refuted', 'inconclusive']),
  findings: z.array(
    z.strictObject({
      sentence: z.string().describe('The sentence, as it stands in the text'),
      what: z.string().describe('How the figures contradict it, or what they do not support'),
      fix: z.string().describe('What would satisfy'),
    }),
  ),
});
