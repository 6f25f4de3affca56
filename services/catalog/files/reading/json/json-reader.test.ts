import { expect, test } from 'vitest';
import { asValues, written } from '../records.ts';
import { createJsonReader, type JsonOptions } from './json-reader.ts';

function read(text: string | Buffer, options: Partial<JsonOptions> = {}, runBytes = 1_000_000) {
  const bytes = Buffer.from(text);
  const reader = createJsonReader({ shape: { kind: 'documents' }, isBeginning: true, ...options });
  const parts = [];
  for (let at = 0; at < bytes.length; at += runBytes)
    parts.push(...reader.push(bytes.subarray(at, at + runBytes), [at]));
  parts.push(...reader.flush());
  const rows = parts.flatMap((part) => (part.kind === 'records' ? asValues(part.records).rows : []));
  const rejected = parts.flatMap((part) =>
    part.kind === 'rejected' ? [[part.bytes.toString(), part.at[0], part.reason] as const] : [],
  );
  const records = parts.flatMap((part) => (part.kind === 'records' ? [asValues(part.records)] : []));
  return { rows, rejected, records, consumed: reader.consumed() };
}

const array = { shape: { kind: 'pages', path: [] } } as const;

test('a line whose JSON is broken costs itself alone', () => {
  for (const broken of [
    '{"a":1',
    '{"a":"x',
    '{"a":{"b":1}',
    '{"a":NaN}',
    "{'a': None}",
    '{"a":[1,2}',
    '{"a":tru}',
    'hello',
    '{"a":1}}',
    '{"a":\n'.trim(),
  ]) {
    const text = `{"n":1}\n${broken}\n{"n":2}\n`;
    for (const runBytes of [1, 7, 1000]) {
      const { rows, rejected, consumed } = read(text, {}, runBytes);
      expect(
        rows.filter((row) => 'n' in row),
        broken,
      ).toEqual([{ n: 1 }, { n: 2 }]);
      expect(rejected.length, broken).toBe(1);
      expect(rejected[0]?.[1]).toBeGreaterThanOrEqual(8);
      expect(consumed).toBe(text.length);
    }
  }
});

test('a broken record of an array costs itself alone, on one line and on many', () => {
  const one = read('[{"n":1},{"a":NaN,"b":[1]},{"n":2}]', array);
  expect([one.rows, one.rejected.map(([bytes]) => bytes)]).toEqual([[{ n: 1 }, { n: 2 }], ['{"a":NaN,"b":[1]}']]);
  const text = '[\n  {\n    "n": 1\n  },\n  {\n    "a": "x,\n    "b": {\n    }\n  },\n  {\n    "n": 2\n  }\n]';
  const many = read(text, array);
  expect([many.rows, many.rejected.length]).toEqual([[{ n: 1 }, { n: 2 }], 1]);
  const lost = read('[{"n":1},{"a":"x},{"n":2}]', array);
  expect([lost.rows, lost.rejected.map(([bytes]) => bytes)]).toEqual([[{ n: 1 }], ['{"a":"x},{"n":2}]']]);
});

test('of an array that is cut the whole records are kept', () => {
  const { rows, rejected } = read('[{"n":1}, {"n":2}, {"n":', array);
  expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
  expect(rejected.map(([bytes, at]) => [bytes, at])).toEqual([['{"n":', 19]]);
});

test('what is no object is the value of one', () => {
  expect(read('1\n"a"\nnull\n[1,{"x":2}]').rows).toEqual([
    { value: 1 },
    { value: 'a' },
    { value: null },
    { value: [1, { x: 2 }] },
  ]);
});

test('numbers that a double does not hold as they are written are as they are written', () => {
  const number = (text: string) => ({ [written]: 'number', text });
  const { rows, records } = read(
    '{"id":12345678901234567890,"n":1}\n{"x":1e3,"y":{"z":[0.10000000000000000555]}}\n{"n":1.50}\n',
  );
  expect(rows).toEqual([
    { id: number('12345678901234567890'), n: number('1') },
    { x: number('1e3'), y: { z: [number('0.10000000000000000555')] } },
    { n: 1.5 },
  ]);
  expect(records[0]?.exactly?.(2)).toEqual({ n: number('1.50') });
  expect(records[0]?.textOf?.(2)).toBe('{"n":1.50}');
  // Not in texts, which are most of what looks so.
  expect(read('{"id":"4e5","t":"1234567890123456789","n":2}').rows).toEqual([
    { id: '4e5', t: '1234567890123456789', n: 2 },
  ]);
});

test('of a key that stands twice the last counts, read either way; none reaches a prototype', () => {
  expect(read('{"a":1,"a":2}\n{"a":1,"a":2e0}\n').rows).toEqual([
    { a: 2 },
    { a: { [written]: 'number', text: '2e0' } },
  ]);
  const { rows } = read('{"__proto__":{"x":1},"n":1e1}');
  expect(Object.keys(rows[0] ?? {})).toEqual(['__proto__', 'n']);
});

test('bytes that are no UTF-8 reject their record, with what to do', () => {
  const bytes = Buffer.concat([Buffer.from('{"n":1}\n{"a":"caf'), Buffer.from([0xe9]), Buffer.from('"}\n{"é":2}')]);
  for (const runBytes of [1, 1000]) {
    const { rows, rejected } = read(bytes, {}, runBytes);
    expect(rows).toEqual([{ n: 1 }, { é: 2 }]);
    expect(rejected.map(([, , reason]) => reason)).toEqual([expect.stringContaining('encoding: latin1')]);
  }
});

test('the prefix that keeps browsers from running JSON, marks and blank lines are none of it', () => {
  expect(read(`)]}',\n{"n":1}`, {}, 1).rows).toEqual([{ n: 1 }]);
  expect(read('\ufeff{"n":1}\n\n\ufeff{"n":2}\n \n', {}, 1).rows).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a record that is too long is passed to its end, and what follows is read', () => {
  const long = JSON.stringify({ a: ['x'.repeat(5000), { b: '}]"\\' }] }, null, 1);
  for (const runBytes of [100, 777, 100_000]) {
    const some = read(`{"n":1}\n${long}\n{"n":2}\n`, { mostRecordBytes: 2000 }, runBytes);
    if (runBytes < 1000) expect([some.rows, some.rejected.length]).toEqual([[{ n: 1 }, { n: 2 }], 1]);
    const within = read(`[{"n":1},${long} ,{"n":2}]`, { ...array, mostRecordBytes: 2000 }, runBytes);
    if (runBytes < 1000) expect([within.rows, within.rejected[0]?.[1]]).toEqual([[{ n: 1 }, { n: 2 }], 8]);
  }
});

test('a document without records where others have them is rejected', () => {
  const { rows, rejected } = read('{"data":[{"n":1}]}{"error":{"x":[]}}{"data":[{"n":2}]}', {
    shape: { kind: 'pages', path: ['data'] },
  });
  expect([rows, rejected.map(([bytes]) => bytes)]).toEqual([[{ n: 1 }, { n: 2 }], ['{"error":{"x":[]}}']]);
});
