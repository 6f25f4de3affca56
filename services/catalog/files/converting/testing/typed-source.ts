import { typedColumn } from '@tributary/shared/parquet/testing/nested-columns.ts';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import avro from 'avsc';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type Fields, isFields, type Value } from '../../core/value.ts';
import { asWritten } from '../../core/values-for-tests.ts';
import { avroFile } from '../../reading/typed/testing/avro-file.ts';
import { anyAvroType, orNull, recordOf } from '../../reading/typed/testing/avro-types.ts';
import { expectedDouble, expectedValue } from '../../reading/typed/testing/expected-value.ts';
import { keys, plainKeys, type SourceFile, someOf } from './source-keys.ts';

function fieldsIn(value: Value): Fields {
  if (isFields(value)) return value;
  throw new TypeError('a record has fields');
}

/** Columns of columns in Parquet, in row groups of any size. */
export function parquetSource(first: number): fc.Arbitrary<SourceFile> {
  const named = (name: string) => typedColumn(2).map(({ column, cell }) => ({ column: { ...column, name }, cell }));
  return someOf(keys)
    .chain((names) => fc.tuple(...names.map(named)))
    .chain((typed) => {
      const cells = Object.fromEntries(typed.map(({ column, cell }) => [column.name, fc.option(cell)]));
      const columns = [...typed.map(({ column }) => column), { name: 'n', type: 'INT64' } as const];
      const struct = { name: 'row', type: 'STRUCT', fields: columns } as const;
      const rows = fc.array(fc.record(cells), { minLength: 1, maxLength: 4 });
      return fc.tuple(rows, fc.integer({ min: 1, max: 5 })).map(([all, groupRows]): SourceFile => {
        const numbered = all.map((each, at) => ({ ...each, n: first + at }));
        return {
          kind: `parquet: ${JSON.stringify(columns)}`,
          write: () => writeLots(columns, [numbered], groupRows),
          records: numbered.map((each) => fieldsIn(expectedValue(each, struct))),
        };
      });
    });
}

type Flat = 'STRING' | 'DOUBLE' | 'INT64' | 'BOOLEAN';

/** Cells as hyparquet-writer takes them, and what is to be read of them. */
const flatCells: Readonly<Record<Flat, fc.Arbitrary<readonly [unknown, Value]>>> = {
  STRING: fc.string({ unit: 'binary', maxLength: 5 }).map((text) => [text, asWritten('text', text)]),
  DOUBLE: fc.double().map((value) => [value + 0, expectedDouble(value + 0)]),
  INT64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => [value, value]),
  BOOLEAN: fc.boolean().map((value) => [value, value]),
};

/** Parquet of another writer. */
export function flatParquetSource(first: number): fc.Arbitrary<SourceFile> {
  const column = (name: string, rows: number) =>
    fc
      .constantFrom<Flat>('STRING', 'DOUBLE', 'INT64', 'BOOLEAN')
      .chain((type) =>
        fc
          .array(fc.option(flatCells[type]), { minLength: rows, maxLength: rows })
          .map((cells) => ({ name, type, cells: cells.map((cell) => cell ?? ([null, null] as const)) })),
      );
  return fc
    .tuple(someOf(keys), fc.integer({ min: 1, max: 4 }))
    .chain(([names, rows]) => fc.tuple(fc.constant(rows), fc.tuple(...names.map((name) => column(name, rows)))))
    .map(([rows, columns]): SourceFile => {
      const numbers = Array.from({ length: rows }, (_, at) => first + at);
      const columnData = columns.map(({ name, type, cells }) => ({ name, type, data: cells.map(([given]) => given) }));
      return {
        kind: `parquet of hyparquet-writer: ${columns.map(({ name, type }) => `${name} ${type}`).join()}`,
        write: () =>
          Buffer.from(parquetWriteBuffer({ columnData: [...columnData, { name: 'n', type: 'INT32', data: numbers }] })),
        records: numbers.map((n, at) => ({
          ...Object.fromEntries(columns.map(({ name, cells }): [string, Value] => [name, cells[at]?.[1]])),
          n,
        })),
      };
    });
}

/** Records of Avro in blocks. */
export function avroSource(first: number): fc.Arbitrary<SourceFile> {
  return someOf(plainKeys)
    .chain((names) => fc.tuple(fc.constant(names), fc.tuple(...names.map(() => anyAvroType(2).map(orNull)))))
    .chain(([names, types]) => {
      const { schemaOf, pair } = recordOf(types, names);
      return fc.record({
        schema: fc.constant(withNumber(schemaOf('row'))),
        codec: fc.constantFrom('null', 'deflate', 'snappy'),
        pairs: fc.array(pair, { minLength: 1, maxLength: 4 }),
        cut: fc.nat(4),
      });
    })
    .map(({ schema, codec, pairs, cut }): SourceFile => {
      const type = avro.Type.forSchema(JSON.parse(JSON.stringify(schema)));
      const records = pairs.map(({ given }, at) => type.toBuffer({ ...Object(given), n: first + at }));
      return {
        kind: `avro of ${codec}: ${JSON.stringify(schema)}`,
        write: () => avroFile(schema, codec, [records.slice(0, cut), records.slice(cut)]),
        records: pairs.map(({ read }, at) => ({ ...fieldsIn(read), n: first + at })),
      };
    });
}

function withNumber(schema: unknown): unknown {
  const { fields, ...rest } = Object(schema);
  return { ...rest, fields: [...fields, { name: 'n', type: 'long' }] };
}
