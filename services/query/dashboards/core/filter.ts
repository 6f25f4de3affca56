import * as z from 'zod';
import { name, strict } from '../../src/core/header/strict.ts';

const value = z.union([z.string().max(500), z.number(), z.boolean()], 'a text, a number, true or false is expected');
export type FilterValue = z.infer<typeof value>;

const operators = {
  in: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(value).min(1).max(100)).optional(),
  not_in: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(value).min(1).max(100)).optional(),
  at_least: value.optional(),
  at_most: value.optional(),
  is_null: z.boolean().optional(),
  parameter: name.optional(),
} as const;

const words = Object.keys(operators) as readonly (keyof typeof operators)[];
const one = `say what is to be true of the column, by one of ${words.join(', ')}`;

/** What is to be true of the rows that a chart counts: `{column: is_internal, in: [false]}`, `{column: day, parameter: period}`. */
export const filter = strict({ column: name, ...operators }).check((context) => {
  if (words.filter((word) => context.value[word] !== undefined).length !== 1)
    context.issues.push({ code: 'custom', input: context.value, path: [], message: one });
});
export type Filter = z.infer<typeof filter>;

const label = z.string().min(1).max(100).optional();

const dateRange = strict({
  type: z.literal('date_range'),
  label,
  /** The days up to today that are shown until somebody chooses others; without it all. */
  last_days: z.int('a number of days is expected').min(1).max(3_650).optional(),
});

const select = strict({
  type: z.literal('select'),
  label,
  /** Whose values can be chosen; `values` names them instead. */
  from: strict({ dataset: name, column: name }).optional(),
  values: z.array(z.string().min(1).max(200)).min(1).max(1_000).optional(),
  multiple: z.boolean().default(true),
}).refine(({ from, values }) => (from === undefined) !== (values === undefined), 'say either `from` or `values`');

/** What whoever looks at a dashboard chooses: nothing is everything. */
export const parameter = z.discriminatedUnion('type', [dateRange, select], {
  error: 'a `type` is expected: date_range or select',
});
export type Parameter = z.infer<typeof parameter>;
