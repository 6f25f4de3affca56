import * as z from 'zod';
import { tableName } from '../table-name.ts';
import { name, refused, strict } from './strict.ts';

/** What a test says of a dataset's new rows. */
export type DataTest =
  | { readonly kind: 'not_null' | 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'accepted_values'; readonly column: string; readonly values: readonly Value[] }
  | {
      readonly kind: 'relationships';
      readonly column: string;
      readonly to: z.infer<typeof tableName>;
      readonly field: string;
    }
  | { readonly kind: 'row_count'; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: 'sql'; readonly sql: string; readonly name?: string | undefined };

const value = z.union([z.string(), z.number(), z.boolean()], 'a text, a number, true or false is expected');
export type Value = z.infer<typeof value>;

const values = z.array(value, 'a list of values is expected').min(1, 'name one value at least');
const relation = { to: tableName, field: name };

/** What dbt's tests may say besides. */
const ofDbt = {
  arguments: refused('write what is in it one level higher'),
  config: refused('a test has no settings: a row that it gives fails the run; of some rows alone write a test `sql`'),
  severity: refused('a row that a test gives fails the run: leave it out'),
  where: refused('write a test `sql` with that WHERE'),
  quote: refused('values are written as the type of the column says: leave it out'),
};
/** Columns of a test of the table. */
function named(word: string) {
  return z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(name, `name the columns: \`- ${word}: [day, country]\``).min(1, 'name one at least'),
  );
}

const own = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => strict({ ...shape, ...ofDbt });
const alone = (word: string) =>
  z.null(
    `it says nothing more: write \`- ${word}\`; of several columns it is a test of the table, of some rows alone a test \`sql\``,
  );

/** Tests of a table, by the word that says which one it is. */
const ofTable: Readonly<Record<string, z.ZodType<DataTest, unknown>>> = {
  not_null: strict({ not_null: named('not_null') }).transform(({ not_null: columns }) => ({
    kind: 'not_null',
    columns,
  })),
  unique: strict({ unique: named('unique') }).transform(({ unique: columns }) => ({ kind: 'unique', columns })),
  accepted_values: strict({ accepted_values: own({ column: name, values }) }).transform(
    ({ accepted_values: test }) => ({ kind: 'accepted_values', ...test }),
  ),
  relationships: strict({ relationships: own({ column: name, ...relation }) }).transform(({ relationships: test }) => ({
    kind: 'relationships',
    ...test,
  })),
  row_count: strict({
    row_count: own({ min: z.int().nonnegative().optional(), max: z.int().nonnegative().optional() })
      .refine(({ min, max }) => min !== undefined || max !== undefined, 'say min, max, or both')
      .refine(({ min = 0, max = min }) => min <= max, 'min is more than max'),
  }).transform(({ row_count: test }) => ({ kind: 'row_count', ...test })),
  sql: strict({ sql: z.string('a SELECT of {{rows}} is expected'), name: z.string().min(1).optional() }).transform(
    (test) => ({ kind: 'sql', ...test }),
  ),
};

/** Tests under a column, which need not name it. */
const ofColumn: Readonly<Record<string, z.ZodType<(column: string) => DataTest, unknown>>> = {
  not_null: strict({ not_null: alone('not_null') }).transform(() => (column) => ({
    kind: 'not_null',
    columns: [column],
  })),
  unique: strict({ unique: alone('unique') }).transform(() => (column) => ({ kind: 'unique', columns: [column] })),
  accepted_values: strict({ accepted_values: own({ values }) }).transform(({ accepted_values: test }) => (column) => ({
    kind: 'accepted_values',
    column,
    ...test,
  })),
  relationships: strict({ relationships: own(relation) }).transform(({ relationships: test }) => (column) => ({
    kind: 'relationships',
    column,
    ...test,
  })),
};

const expected = 'a list of tests is expected: `[not_null]`, or a line with `- ` for each';
export const tableTests = z.array(oneOf(ofTable), expected);
export const columnTests = z.array(oneOf(ofColumn), expected);

/** The test by its word, `not_null` or `unique: [a, b]`, so that each mistake is that of its own kind. */
function oneOf<T>(kinds: Readonly<Record<string, z.ZodType<T, unknown>>>) {
  return z.unknown().transform((given, context): T => {
    const test = typeof given === 'string' ? { [given]: null } : given;
    const read = kindOf(test, kinds).safeParse(test);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues.flatMap(placesOf))
      context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });
}

function kindOf<T>(test: unknown, kinds: Readonly<Record<string, z.ZodType<T, unknown>>>) {
  const words = typeof test === 'object' && test !== null && !Array.isArray(test) ? Object.keys(test) : [];
  const [first, second] = words.filter((word) => Object.hasOwn(kinds, word));
  const wrong = (error: string) => z.never({ error });
  if (second !== undefined)
    return wrong(`${first} and ${second} are two tests: each has a line with \`- \` of its own`);
  return kinds[first ?? ''] ?? wrong(`${whyNone(words)}; there are: ${Object.keys(kinds).join(', ')}`);
}

function whyNone(words: readonly string[]): string {
  const ofTheTable = words.find((word) => Object.hasOwn(ofTable, word));
  if (ofTheTable !== undefined) return `${ofTheTable} is a test of the table`;
  return words[0] === undefined ? 'a test is expected' : `no test is called ${words[0]}`;
}

type Place = { readonly path: PropertyKey[]; readonly message: string };

/** A key too many is a mistake at that key, and has a line of the message. */
function placesOf(issue: z.core.$ZodIssue): readonly Place[] {
  const { path, message } = issue;
  if (issue.code !== 'unrecognized_keys') return [{ path, message }];
  const lines = message.split('\n');
  return issue.keys.map((key, at) => ({ path: [...path, key], message: lines[at] ?? message }));
}
