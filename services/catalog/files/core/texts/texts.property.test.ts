import { usual, type Field as Written, writeField } from '@tributary/shared/csv/csv-for-tests.ts';
import type { Vector } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createShapeRows } from '../shape/shape-rows.ts';
import { anyType } from '../shape/testing/any-fields.ts';
import { holds } from '../shape/testing/holds.ts';
import type { Field } from '../types/column-type.ts';
import { see } from '../types/evidence.ts';
import { newFields, resolve } from '../types/resolve.ts';
import type { Fields, Value } from '../value.ts';
import { anyText } from '../values-for-tests.ts';
import { seeTexts } from './see-texts.ts';
import { shapeTexts } from './shape-texts.ts';
import { textScalar } from './text-scalar.ts';
import { cellOf, csvRows, nothingSeen } from './texts-for-tests.ts';

const numeric = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer(), fc.nat(), fc.nat(3)).map(([whole, behind, zeros]) => `${whole}.${behind}${'0'.repeat(zeros)}`),
);
const padding = fc.constantFrom('', ' ', '   ', '\t');
const padded = fc.tuple(padding, fc.oneof(anyText, numeric), padding).map((parts) => parts.join(''));
const text = fc.oneof({ weight: 2, arbitrary: fc.oneof(anyText, numeric) }, padded);
const saysNothing = (value: string | null) => value !== null && /^[ \t]*$/.test(value);
const field: fc.Arbitrary<Written> = fc.record({ text: fc.option(text, { freq: 6 }), isQuoted: fc.boolean() });
/** A blank line is no row. */
const isRow = ([first, ...others]: readonly Written[]) => others.length > 0 || first?.text !== '' || first.isQuoted;
const rowsOf = (width: number) =>
  fc.array(fc.array(field, { minLength: 1, maxLength: width }).filter(isRow), { minLength: 1, maxLength: 6 });

const said = ({ text: of, isQuoted }: Written): string | null => (of === null || (of === '' && !isQuoted) ? null : of);
const csvOf = (rows: readonly (readonly Written[])[]) =>
  rows.map((row) => `${row.map((each) => writeField(each, { ...usual, nullText: 'NULL' })).join(',')}\n`).join('');

const names = ['a', 'a.b', 'a', ''];
const paths = ['a', "['a.b']", 'a[2]', "['']"];

type Row = {
  readonly written: readonly Written[];
  readonly cellIn: (column: number) => unknown;
  readonly fields: readonly Field[];
  readonly rescued: ReadonlyMap<string, string | null | undefined>;
};

function expectWhole({ written, cellIn, fields, rescued }: Row): void {
  const left = new Map(rescued);
  for (const [place, each] of written.entries()) {
    // Of columns of the same name it is the first.
    const column = fields.findIndex(({ key }) => key === names[place] && place !== 2);
    const [cell, value, path] = [column < 0 ? null : cellIn(column), said(each), paths[place] ?? ''];
    expect(left.get(path), path).toBe(cell === null && !saysNothing(value) ? (value ?? undefined) : undefined);
    left.delete(path);
    if (cell !== null) expectHeld(fields[column], cell, value);
  }
  expect([...left]).toEqual([]);
}

function expectHeld(column: Field | undefined, cell: unknown, value: string | null): void {
  const meant = column?.type.kind === 'string' ? value : (value?.replace(/^[ \t]+|[ \t]+$/g, '') ?? null);
  expect(column && holds(column.type, cell, meant), `${value} is ${cell}`).toBe(true);
}

test('every text is in its column or rescued as it was written, and never in both', () => {
  const columns = fc
    .subarray(['a', 'a.b', '', 'z'])
    .chain((keys) =>
      fc.tuple(...keys.map((key, at) => anyType(1).map((type): Field => ({ key, name: `c${at}`, type })))),
    );
  fc.assert(
    fc.property(rowsOf(names.length), columns, fc.boolean(), (rows, random, isShown) => {
      const csv = { names, rows: csvRows(csvOf(rows)), nulls: ['NULL'] };
      const objects = nothingSeen();
      seeTexts(objects, csv);
      const fields = isShown ? newFields([...objects.named], new Set(), 10) : random;
      const { vectors, rescued, count } = shapeTexts(csv, fields);
      expect(rescued).toHaveLength(rows.length);
      expect(count).toBe(rescued.reduce((sum, entries) => sum + (entries?.keys.length ?? 0), 0));
      for (const [row, written] of rows.entries()) {
        const { keys = [], values = [] } = rescued[row] ?? {};
        const byPath = new Map(keys.map((key, at) => [key, values[at]]));
        expect(byPath.size).toBe(keys.length);
        expectWhole({
          written,
          cellIn: (column) => cellOf(vectors[column], row, fields[column]?.type),
          fields,
          rescued: byPath,
        });
      }
    }),
    { numRuns: 400 },
  );
});

test('a text always fits the type that it shows, but days and instants that are none', () => {
  fc.assert(
    fc.property(text, (value) => {
      fc.pre(!saysNothing(value));
      const rows = csvRows(`"${value.replaceAll('"', '""')}"\n`);
      const [first] = rows.columns;
      if (first === undefined) throw new Error('there is no column');
      const type = resolve({ scalar: textScalar(first, 0) });
      if (type === undefined) throw new Error('it shows nothing');
      const { vectors, rescued } = shapeTexts({ names: ['a'], rows, nulls: [] }, [{ key: 'a', name: 'a', type }]);
      // Of no calendar, or of no clock, it is rescued.
      if ((type.kind === 'date' || type.kind === 'timestamp') && rescued[0] !== null) {
        expect(rescued).toEqual([{ keys: ['a'], values: [value] }]);
        return;
      }
      expect(rescued).toEqual([null]);
      expectHeld({ key: 'a', name: 'a', type }, cellOf(vectors[0], 0, type), value);
    }),
    { numRuns: 1000 },
  );
});

test('quotes within texts stand there once', () => {
  const rows = csvRows('"a""b","""",x\n');
  const fields = ['a', 'b', 'c'].map((key): Field => ({ key, name: key, type: { kind: 'string' } }));
  const { vectors } = shapeTexts({ names: ['a', 'b', 'c'], rows, nulls: [] }, fields);
  expect(vectors.map((vector) => cellOf(vector, 0))).toEqual(['a"b', '"', 'x']);
});

describe('a CSV file and a JSON file of the same table', () => {
  const whole = fc.integer().map((value) => ({ csv: String(value), json: value }));
  const double = fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 })
    .filter((value) => !Number.isInteger(value))
    .map((value) => ({ csv: String(value), json: value }));
  const boolean = fc.boolean().map((value) => ({ csv: String(value), json: value }));
  const word = fc
    .constantFrom('x', 'a,b', '2026-11-29', '2026-11-29 10:00:00', '0000-00-00')
    .map((value) => ({ csv: value, json: value }));
  const cells = fc.oneof(whole, double, boolean, word);
  const table = fc.array(fc.tuple(cells, fc.option(whole), fc.option(word)), { minLength: 1, maxLength: 5 });
  const keys = ['a', 'b.c', 'd'];
  type Cell = { readonly csv: string; readonly json: Value };
  type Rows = readonly (readonly (Cell | null)[])[];
  const csvOfTable = (rows: Rows) =>
    csvRows(rows.map((row) => `${row.map((cell) => (cell === null ? '' : `"${cell.csv}"`)).join(',')}\n`).join(''));
  const recordsOf = (rows: Rows): Fields[] =>
    rows.map((row) => Object.fromEntries(row.map((cell, at) => [keys[at] ?? '', cell?.json])));

  test('show the same, and their rows are the same', () => {
    fc.assert(
      fc.property(table, table, (one, other) => {
        const [texts, records] = [nothingSeen(), {}];
        for (const rows of [one, other]) seeTexts(texts, { names: keys, rows: csvOfTable(rows), nulls: [] });
        for (const row of recordsOf([...one, ...other])) see(records, row);
        expect({ objects: texts }).toEqual(records);

        const fields = newFields([...texts.named], new Set(), 10);
        const ofTexts = shapeTexts({ names: keys, rows: csvOfTable(one), nulls: [] }, fields);
        const ofRecords = createShapeRows(fields)({ rows: recordsOf(one) });
        expect(ofTexts.rescued).toEqual(ofRecords.rescued);
        const cellsOf = (vectors: readonly Vector[]) =>
          vectors.map((vector, at) => one.map((_, row) => cellOf(vector, row, fields[at]?.type) ?? null));
        expect(cellsOf(ofTexts.vectors)).toEqual(cellsOf(ofRecords.vectors));
      }),
      { numRuns: 200 },
    );
  });
});
