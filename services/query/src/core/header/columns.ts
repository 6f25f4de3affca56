import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import * as z from 'zod';
import { columnTests } from './data-tests.ts';
import { name, refused, strict } from './strict.ts';

const types = icebergColumns.valueType;
const names = [...types.options[0].options, 'decimal(precision,scale)'];
export type ColumnType = z.infer<typeof types>;

/** What people write who come from Trino or another database. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ['varchar', 'string'],
  ['text', 'string'],
  ['char', 'string'],
  ['integer', 'int'],
  ['smallint', 'int'],
  ['tinyint', 'int'],
  ['long', 'bigint'],
  ['real', 'double'],
  ['float', 'double'],
  ['bool', 'boolean'],
  ['datetime', 'timestamp'],
  ['timestamp(6)', 'timestamp'],
  ['timestamp(3)', 'timestamp'],
  ['timestamptz', 'timestamp, which is in UTC'],
  ['decimal', 'decimal(18,2), with both of its numbers'],
  ['numeric', 'decimal(18,2), with both of its numbers'],
  ['uuid', 'string'],
  ['time', 'string'],
  ...['json', 'array', 'struct', 'row'].map(
    (type) => [type, 'string, and json_format(CAST(… AS json)) in the SELECT'] as const,
  ),
]);

const columnType = z.string('a type is expected, as `type: string`').transform((text, context): ColumnType => {
  const written = text.replace(/\s+/g, '');
  const read = types.safeParse(written);
  if (read.success && isDecimalRight(read.data)) return read.data;
  if (read.success) {
    context.addIssue('a decimal has 1 to 38 digits, and as many of them at most after the point');
    return z.NEVER;
  }
  const lower = written.toLowerCase();
  const isRight = types.safeParse(lower).success;
  const instead = isRight ? lower : (otherWords.get(lower) ?? otherWords.get(lower.replace(/[(<].*/, '')));
  context.addIssue(instead === undefined ? `no type of the lake; there are: ${names.join(', ')}` : `write ${instead}`);
  return z.NEVER;
});

// The schema of the types does not look into their numbers.
function isDecimalRight(type: ColumnType): boolean {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision === undefined) return true;
  return Number(precision) >= 1 && Number(precision) <= 38 && Number(scale) <= Number(precision);
}

const full = strict({
  type: columnType,
  description: z.string().optional(),
  /** Who may ask the lake is not shown it without more rights. */
  sensitive: z.boolean().default(false),
  data_tests: columnTests.optional(),
  tests: columnTests.optional(),
  name: refused('the name stands before: `name: {type: …}`'),
  data_type: refused('write `type`'),
  quote: refused('names are of lower-case letters: leave it out'),
  tags: refused('they are of the whole table: write them there'),
  meta: refused('nobody reads it here: leave it out, or say it in the description'),
  constraints: refused('write `data_tests`'),
});

const column = z.preprocess((given) => (typeof given === 'string' ? { type: given } : (given ?? {})), full);

const columnName = name.refine((text) => !/[)>]$/.test(text), {
  error: 'a type with a comma in it stands in quotes between { and }',
});

/** Whether a text is a type as a header has it. */
export function isColumnType(text: string): text is ColumnType {
  return types.safeParse(text).success;
}

/** `day: date`, or `day: {type: date, description: …, sensitive: true, data_tests: […]}`, by name. */
export const columns = z
  .record(columnName, column, {
    error: ({ input }) =>
      Array.isArray(input)
        ? 'a map is expected: instead of `- name: day` write `day: {type: date}`'
        : 'a map is expected: `name: type`',
  })
  .refine((given) => Object.keys(given).length > 0, 'name one column at least');
