import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyField,
  anyRows,
  anyText,
  anyWay,
  createTelling,
  type Field,
  readCsv,
  type Told,
  textsOf,
  usual,
  type Way,
  writeField,
  writeRows,
} from './csv-for-tests.ts';

const everyPlace = (bytes: Buffer) => Array.from({ length: bytes.length + 1 }, (_, at) => at);
const mark = Buffer.from('\ufeff');

/** Without the last line end, unless the last row is one empty field, which is nothing without it. */
function openEnded(rows: readonly (readonly Field[])[], way: Way): string {
  const text = writeRows(rows, way);
  return (rows.at(-1)?.length ?? 0) > 1 ? text.slice(0, -way.newline.length) : text;
}

describe('the rows of a CSV file', () => {
  test('are those that were written, wherever the runs end that they are read in', () => {
    fc.assert(
      fc.property(anyRows, anyWay, fc.boolean(), fc.boolean(), (rows, way, hasMark, isOpen) => {
        const written = isOpen ? openEnded(rows, way) : writeRows(rows, way);
        const bytes = Buffer.concat([hasMark ? mark : Buffer.alloc(0), Buffer.from(written)]);
        expect(readCsv(bytes, way).told).toEqual(textsOf(rows));
        for (const cut of everyPlace(bytes)) expect(readCsv(bytes, way, {}, [cut]).told).toEqual(textsOf(rows));
        expect(readCsv(bytes, way, {}, everyPlace(bytes)).told).toEqual(textsOf(rows));
      }),
      { numRuns: 40 },
    );
  });

  test('are those behind a header, which is read as a row is', () => {
    const names = fc.array(fc.oneof(anyText, fc.constantFrom('id', 'Op')), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, anyRows, anyWay, fc.boolean(), (header, rows, way, hasMark) => {
        const first = header.map((text) => ({ text, isQuoted: true }));
        const text = Buffer.from(writeRows([first, ...rows], way));
        const bytes = hasMark ? Buffer.concat([mark, text]) : text;
        for (const cuts of [[], everyPlace(bytes)]) {
          const { told, asides, header: read } = readCsv(bytes, way, { expectsHeader: true }, cuts);
          expect([told, asides, read()]).toEqual([textsOf(rows), ['header'], header]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('without quotes are all that stands between delimiters', () => {
    const plain = fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll(/[,\n\ufeff]/g, '"'));
    fc.assert(
      fc.property(fc.array(fc.array(plain, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const bytes = Buffer.from(rows.map((row) => `${row.join(',')}\n`).join(''));
        const dialect = { delimiter: 0x2c, quote: -1, lineEnd: 'lf' } as const;
        const told = rows.map((row) => row.map((text) => (text === 'NULL' ? null : text)));
        for (const cuts of [[], everyPlace(bytes)]) expect(readCsv(bytes, usual, { dialect }, cuts).told).toEqual(told);
      }),
    );
  });
});

/** Lines of which each is one row or none, whatever stands before it and behind. */
const line = fc.oneof(
  { weight: 3, arbitrary: fc.array(anyField, { minLength: 1, maxLength: 3 }).map((row) => ({ row, text: '' })) },
  fc
    .tuple(fc.constantFrom('"a"b', '1,"2" ,3', '"x""y"z,"', '"" "'), fc.constantFrom('', ',c', ',é'))
    .map(([bad, end]) => ({ row: undefined, text: `${bad}${end}` })),
);

describe('a line that is no row', () => {
  test('is told with its bytes and takes no other with it; from wherever reading goes on, the rest is the same', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), fc.constantFrom('\n', '\r\n'), (lines, newline) => {
        const way = { ...usual, newline };
        const text = lines.map(({ row, text: bad }) =>
          row === undefined ? bad : row.map((field) => writeField(field, way)).join(way.delimiter),
        );
        const bytes = Buffer.from(text.map((each) => `${each}${newline}`).join(''));
        const whole = lines.map(
          ({ row, text: bad }): Told =>
            row?.map((field) => field.text) ?? {
              fault: 'text follows a closing quote',
              bytes: Buffer.from(bad).toString('latin1'),
            },
        );
        expect(readCsv(bytes, way).told).toEqual(whole);
        for (const cut of everyPlace(bytes)) expectSame(bytes, cut, newline);
      }),
      { numRuns: 40 },
    );
  });

  test('is the first line alone of what a quote opens that is not closed', () => {
    const bytes = Buffer.from('1,2\n"3,4\n5,6\n7,8');
    const told = [['1', '2'], { fault: 'a quote is not closed', bytes: '"3,4' }, ['5', '6'], ['7', '8']];
    for (const cut of everyPlace(bytes)) expect(readCsv(bytes, usual, {}, [cut]).told).toEqual(told);
  });
});

/** Reading up to a cut, and anew from where it says that it is to go on, tells every row once. */
function expectSame(bytes: Buffer, cut: number, newline: string): void {
  const way = { ...usual, newline };
  const before = createTelling(way);
  for (let at = 0; at < cut; at += 1) before.push(bytes.subarray(at, at + 1), [at]);
  const from = before.pending()?.[0] ?? cut;
  const rest = createTelling(way, { isBeginning: from === 0 });
  rest.push(bytes.subarray(from), [from]);
  rest.flush();
  expect([...before.told, ...rest.told]).toEqual(readCsv(bytes, way).told);
}
