import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { viewOf } from '../bytes.ts';
import { type Column, createParquetStream, mapAsObject, type ParquetRow, type Vector } from '../parquet-write.ts';
import { compressors } from './decompress.ts';
import type { Spans } from './text.ts';
import { boundsOf, emptyDictionary, placeOfSpan, placeOfString } from './text-dictionary.ts';

const columns = [
  { name: 'name', type: 'STRING' },
  { name: 'count', type: 'INT32' },
  { name: 'total', type: 'INT64' },
  { name: 'at', type: 'TIMESTAMP_MILLIS' },
  { name: 'ok', type: 'BOOLEAN' },
  { name: 'headers', type: 'MAP_STRING_STRING' },
] as const satisfies readonly Column[];

const text = fc.oneof(fc.constantFrom('', 'GET', 'ü', 'a much longer text '.repeat(20)), fc.string({ unit: 'binary' }));
const key = fc.constantFrom<string>('host', 'agent', 'x');
const row = fc.record({
  name: fc.option(text),
  count: fc.integer(),
  total: fc.oneof(fc.integer(), fc.maxSafeInteger()),
  at: fc.integer({ min: -1e12, max: 4e12 }),
  ok: fc.option(fc.boolean()),
  headers: fc.option(
    fc
      .uniqueArray(fc.tuple(key, text), { maxLength: 3, selector: ([each]) => each })
      .map((entries) => ({ keys: entries.map(([each]) => each), values: entries.map(([, value]) => value) })),
  ),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

/** Texts after one another, as they might stand in a log; null is absent. */
function spansOf(texts: readonly (string | null)[]): Spans {
  const bytes = Buffer.from(texts.map((each) => each ?? '').join(''));
  const sizes = texts.map((each) => Buffer.byteLength(each ?? ''));
  let end = 0;
  const to = Int32Array.from(sizes, (size) => {
    end += size;
    return end;
  });
  const from = to.map((each, index) => (texts[index] === null ? each + 1 : each - (sizes[index] ?? 0)));
  return { source: { bytes, view: viewOf(bytes) }, from, to };
}

function vectorsOf(rows: readonly Row[]): readonly Vector[] {
  const lengths = rows.map(({ headers }) => headers?.keys.length ?? 0);
  const isSame = rows.every(({ ok }) => ok === rows[0]?.ok);
  const firsts = [0, ...lengths].map((_, index) => lengths.slice(0, index).reduce((sum, each) => sum + each, 0));
  return [
    rows.every(({ name }) => name === rows[0]?.name)
      ? { kind: 'same', value: rows[0]?.name }
      : { kind: 'texts', texts: spansOf(rows.map(({ name }) => name)) },
    { kind: 'numbers', values: Int32Array.from(rows, ({ count }) => count) },
    { kind: 'numbers', values: Float64Array.from(rows, ({ total }) => total) },
    { kind: 'numbers', values: Float64Array.from(rows, ({ at }) => at) },
    isSame ? { kind: 'same', value: rows[0]?.ok } : booleansOf(rows),
    {
      kind: 'maps',
      maps: {
        keys: rows.map(({ headers }) => headers?.keys ?? null),
        firsts: Int32Array.from(firsts),
        values: spansOf(rows.flatMap(({ headers }) => headers?.values ?? [])),
      },
    },
  ];
}

/** As numbers or as cells. */
function booleansOf(rows: readonly Row[]): Vector {
  if (rows.length % 2 === 0) return { kind: 'cells', cells: rows.map(({ ok }) => ok) };
  const present = Uint8Array.from(rows, ({ ok }) => (ok === null ? 0 : 1));
  return { kind: 'numbers', values: Int32Array.from(rows, ({ ok }) => (ok === true ? 1 : 0)), present };
}

async function write(lots: readonly { readonly rows: readonly Row[]; readonly asVectors: boolean }[]) {
  const chunks: Uint8Array[] = [];
  const stream = createParquetStream({
    columns,
    rowGroupRows: 30,
    sink: async (chunk) => {
      chunks.push(chunk);
    },
  });
  for (const { rows, asVectors } of lots) {
    if (asVectors) await stream.appendVectors(vectorsOf(rows), rows.length);
    else for (const each of rows) await stream.append(each);
  }
  const done = await stream.close();
  const file = new Uint8Array(Buffer.concat(chunks)).buffer;
  const read = await parquetReadObjects({
    file,
    compressors,
    parsers: { timestampFromMilliseconds: Number },
  });
  expect(done.rows).toBe(read.length);
  return read.map((each) => ({ ...each, total: Number(each.total), headers: each.headers ?? null }));
}

const told = (each: ParquetRow) => ({ ...each, headers: mapAsObject(each.headers) });

describe('appendVectors', () => {
  test('gives the rows that append gives, in their order, however they are mixed', async () => {
    const lots = fc.array(fc.record({ rows: fc.array(row, { maxLength: 40 }), asVectors: fc.boolean() }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(lots, async (mixed) => {
        const rows = mixed.flatMap((lot) => lot.rows.map(told));
        expect(await write(mixed)).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  test('gives thousands of texts that repeat at first and are all new later', async () => {
    const rows = Array.from({ length: 6_000 }, (_, at) => ({
      name: at < 2_000 ? `name ${at % 300}` : at % 7 === 0 ? null : `name ${at} ${'x'.repeat(at % 90)}`,
      count: at,
      total: at * 2 ** 32,
      at,
      ok: at % 3 === 0,
      headers: { keys: ['host'], values: [`${at % 5_000}`] },
    }));
    const lots = Array.from({ length: 20 }, (_, at) => ({
      rows: rows.slice(at * 300, at * 300 + 300),
      asVectors: true,
    }));
    expect(await write(lots)).toEqual(rows.map(told));
  });

  test.each([
    [1, { kind: 'texts', texts: spansOf(['1']) }, 'the Parquet column count holds INT32, not "texts"'],
    [0, { kind: 'numbers', values: Int32Array.of(1) }, 'the Parquet column name holds STRING, not "numbers"'],
    [5, { kind: 'numbers', values: Int32Array.of(1) }, 'the Parquet column headers holds maps of text, not "numbers"'],
    [4, { kind: 'numbers', values: Int32Array.of(2) }, 'the Parquet column ok holds booleans, 1 or 0, not 2'],
    [
      1,
      { kind: 'numbers', values: Float64Array.of(0.5) },
      'the Parquet column count holds whole 32-bit numbers, not 0.5',
    ],
  ] as const)('refuses what column %i cannot hold, and everything after it', async (column, vector, message) => {
    const stream = createParquetStream({ columns, sink: async () => undefined });
    const vectors = vectorsOf([{ name: 'a', count: 1, total: 1, at: 1, ok: true, headers: null }]).with(column, vector);
    expect(() => stream.appendVectors(vectors, 1)).toThrow(new TypeError(message));
    expect(() => stream.append({})).toThrow(message);
  });

  test('refuses fewer vectors than there are columns', () => {
    const stream = createParquetStream({ columns, sink: async () => undefined });
    expect(() => stream.appendVectors([], 1)).toThrow('0 vectors for 6 columns');
  });
});

describe('a dictionary of texts', () => {
  test('says when many texts have been made to collide, and finds each of them', () => {
    const count = 300;
    const bytes = Buffer.alloc(count * 12);
    // The first lane's state is undone by the word that both lanes read, the second's by the last word.
    const [one, two] = [mixed(12, 0x30303030), mixed(0x85ebca6b, 0x31313131)];
    for (let at = 0; at < count; at += 1) {
      const word = 0x30303030 + at;
      const shared = 0x31313131 ^ one ^ mixed(12, word);
      bytes.writeInt32LE(word, at * 12);
      bytes.writeInt32LE(shared, at * 12 + 4);
      bytes.writeInt32LE(0x32323232 ^ two ^ mixed(0x85ebca6b, shared), at * 12 + 8);
    }
    const from = Int32Array.from({ length: count }, (_, at) => at * 12);
    const spans = { source: { bytes, view: viewOf(bytes) }, from, to: from.map((at) => at + 12) };
    const dictionary = emptyDictionary();
    for (let at = 0; at < count; at += 1) expect(placeOfSpan(dictionary, spans, at, -1)).toBe(at);
    expect(dictionary.isCrowded).toBe(true);
    for (let at = 0; at < count; at += 1) expect(placeOfSpan(dictionary, spans, at, at - 1)).toBe(at);
  });

  test('tells texts apart that differ in one byte, one character or their length, also at the end of the bytes', () => {
    const texts = [...Array(20).keys()].flatMap((length) => {
      const text = 'x'.repeat(length);
      const others = [...text].map((_, at) => `${text.slice(0, at)}y${text.slice(at + 1)}`);
      return [text, `${text}\0`, `${text}\0\0`, ...others];
    });
    const distinct = [...new Set(texts)];
    const dictionary = emptyDictionary();
    for (const round of [0, 1]) {
      for (const [place, each] of distinct.entries()) {
        const bytes = Buffer.from(`${'.'.repeat(round)}${each}`);
        const spans = {
          source: { bytes, view: viewOf(bytes) },
          from: Int32Array.of(round),
          to: Int32Array.of(bytes.length),
        };
        expect(placeOfSpan(dictionary, spans, 0, round === 0 ? -1 : 0)).toBe(place);
        expect(placeOfString(dictionary, each)).toBe(place);
      }
    }
    expect(boundsOf(dictionary)).toEqual({ min_value: '', max_value: distinct.toSorted().at(-1) });
  });
});

/** What a word makes of the hash; the next one is chosen to undo it. */
function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
