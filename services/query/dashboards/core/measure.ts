import * as z from 'zod';
import { name, strict } from '../../src/core/header/strict.ts';

export const formats = ['integer', 'decimal', 'percent', 'milliseconds', 'bytes'] as const;
export type Format = (typeof formats)[number];

export const aggregates = ['sum', 'avg', 'min', 'max', 'count', 'count_distinct'] as const;
export type AggregateName = (typeof aggregates)[number];

/** One aggregate of a column; `*` only of count. */
export type Aggregate = { readonly aggregate: AggregateName; readonly column: string };

/** What a chart shows of its rows: an aggregate, or one as a part of another (`per`). */
export type Value = Aggregate & { readonly per?: Aggregate };

const written = /^(sum|avg|min|max|count|count_distinct)\(\s*(\*|[a-z_][a-z0-9_]{0,254})\s*\)$/;
const expected = `sum(column) or another aggregate (${aggregates.join(', ')}; count(*) counts rows) is expected, or one of them / another`;

const value = z.string(expected).transform((text, context): Value => {
  const parts = text.split('/').map((part) => aggregateOf(part.trim()));
  const [first, per, more] = parts;
  if (first === undefined || parts.includes(undefined) || more !== undefined) {
    context.addIssue(expected);
    return z.NEVER;
  }
  return per === undefined ? first : { ...first, per };
});

function aggregateOf(text: string): Aggregate | undefined {
  const [, word, column] = written.exec(text) ?? [];
  const aggregate = aggregates.find((each) => each === word);
  if (aggregate === undefined || column === undefined) return undefined;
  return column === '*' && aggregate !== 'count' ? undefined : { aggregate, column };
}

const full = strict({
  value,
  label: z.string().min(1).max(100).optional(),
  format: z.enum(formats, `one of ${formats.join(', ')} is expected`).optional(),
});

/** `sum(requests)`, or `{value: sum(errors_5xx) / sum(requests), label: Errors, format: percent}`. */
export const measure = z.preprocess((given) => (typeof given === 'string' ? { value: given } : given), full);
export type Measure = z.infer<typeof measure>;

export const grains = ['hour', 'day', 'week', 'month', 'year'] as const;

const fullDimension = strict({
  column: name,
  /** What the column's times are gathered by. */
  grain: z.enum(grains, `one of ${grains.join(', ')} is expected`).optional(),
  label: z.string().min(1).max(100).optional(),
});

/** `day`, or `{column: day, grain: month, label: Month}`. */
export const dimension = z.preprocess(
  (given) => (typeof given === 'string' ? { column: given } : given),
  fullDimension,
);
export type Dimension = z.infer<typeof dimension>;
