import fc from 'fast-check';
import type { Column, ParquetRow, ParquetValue } from '../../parquet-write.ts';

/** A column, and what its cells may be. */
export type Typed = { readonly column: Column; readonly cell: fc.Arbitrary<ParquetValue> };

const text = fc.oneof(fc.constantFrom('', 'GET', 'ü'), fc.string({ unit: 'binary', maxLength: 20 }));
// Readers make objects of them.
const key = fc.oneof(
  fc.constantFrom('a', 'A', 'b', 'b.c', 'a b', '0', '17', 'list', 'element', 'key', 'value', 'ü', 'constructor'),
  fc.string({ minLength: 1, maxLength: 8 }).filter((each) => each !== '__proto__' && !each.includes('\0')),
);

type FlatType = 'STRING' | 'INT32' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP_MILLIS' | 'TIMESTAMP_MICROS';

const cells: Readonly<Record<FlatType, fc.Arbitrary<ParquetValue>>> = {
  STRING: text,
  INT32: fc.integer(),
  INT64: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.maxSafeInteger()),
  DOUBLE: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  BOOLEAN: fc.boolean(),
  DATE: fc.integer({ min: -700_000, max: 2_900_000 }),
  TIMESTAMP_MILLIS: fc.integer({ min: -1e12, max: 4e12 }),
  TIMESTAMP_MICROS: fc.bigInt({ min: -(10n ** 15n), max: 4n * 10n ** 15n }),
};

const flat: fc.Arbitrary<Typed> = fc
  .constantFrom<FlatType>(
    'STRING',
    'INT32',
    'INT64',
    'DOUBLE',
    'BOOLEAN',
    'DATE',
    'TIMESTAMP_MILLIS',
    'TIMESTAMP_MICROS',
  )
  .map((type) => ({ column: { name: 'x', type }, cell: cells[type] }));

const decimal: fc.Arbitrary<Typed> = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) => fc.tuple(fc.constant(precision), fc.integer({ min: 0, max: precision })))
  .map(([precision, scale]) => {
    const most = 10n ** BigInt(precision) - 1n;
    return { column: { name: 'x', type: 'DECIMAL', precision, scale }, cell: fc.bigInt({ min: -most, max: most }) };
  });

const orAbsent = (cell: fc.Arbitrary<ParquetValue>) =>
  fc.oneof({ weight: 3, arbitrary: cell }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });

function rowOf(fields: readonly Typed[]): fc.Arbitrary<ParquetRow> {
  const named = Object.fromEntries(fields.map(({ column, cell }) => [column.name, orAbsent(cell)]));
  return fc.record(named, { requiredKeys: [] });
}

function structOf(fields: readonly Typed[]): Typed {
  return { column: { name: 'x', type: 'STRUCT', fields: fields.map(({ column }) => column) }, cell: rowOf(fields) };
}

function arrayOf({ column, cell }: Typed): Typed {
  return { column: { name: 'x', type: 'ARRAY', element: column }, cell: fc.array(orAbsent(cell), { maxLength: 4 }) };
}

function mapOf({ column, cell }: Typed): Typed {
  const entries = fc.uniqueArray(fc.tuple(key, orAbsent(cell)), { maxLength: 3, selector: ([each]) => each });
  return {
    column: { name: 'x', type: 'MAP', value: column },
    cell: fc.oneof(
      entries.map((each) => new Map(each)),
      entries.map((each): ParquetValue => Object.fromEntries(each)),
    ),
  };
}

const textMap: Typed = {
  column: { name: 'x', type: 'MAP_STRING_STRING' },
  cell: fc
    .uniqueArray(fc.tuple(key, fc.option(text)), { maxLength: 3, selector: ([each]) => each })
    .map((entries) => ({ keys: entries.map(([each]) => each), values: entries.map(([, value]) => value) })),
};

/** Of these names a struct's fields differ also for a reader that takes no notice of case. */
const names = (count: number) =>
  fc.uniqueArray(key, { minLength: count, maxLength: count, selector: (each) => each.toLowerCase() });

const namedAs = ({ column, cell }: Typed, name: string): Typed => ({ column: { ...column, name }, cell });

function fieldsOf(each: fc.Arbitrary<Typed>, most: number): fc.Arbitrary<readonly Typed[]> {
  return fc
    .array(each, { minLength: 1, maxLength: most })
    .chain((fields) => names(fields.length).map((named) => fields.map((field, at) => namedAs(field, named[at] ?? ''))));
}

/** A column of so many levels at most. */
export function typedColumn(levels: number): fc.Arbitrary<Typed> {
  const leaf = fc.oneof({ weight: 5, arbitrary: flat }, decimal, fc.constant(textMap));
  if (levels === 0) return leaf;
  const inner = typedColumn(levels - 1);
  return fc.oneof(
    leaf,
    { weight: 2, arbitrary: fieldsOf(inner, 3).map(structOf) },
    { weight: 2, arbitrary: inner.map(arrayOf) },
    { weight: 1, arbitrary: inner.map(mapOf) },
  );
}

/** Some columns, and rows of them. */
export const table = fieldsOf(typedColumn(8), 4).chain((columns) =>
  fc.record({
    columns: fc.constant(columns.map(({ column }) => column)),
    rows: fc.array(rowOf(columns), { maxLength: 12 }),
  }),
);
