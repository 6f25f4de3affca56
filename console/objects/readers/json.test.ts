import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from './json.ts';
import { jsonValues } from './json-values.ts';

const names = (text: string, isWhole = true) => readJson(text, isWhole).columns.map(({ name }) => name);
const rows = (text: string, isWhole = true) => readJson(text, isWhole).rows;

test('an array, values on lines, and values back to back are rows of the same columns', () => {
  const wanted = [
    ['1', 'x', null],
    ['2', null, 'true'],
  ];
  for (const text of [
    '[{"a":1,"b":"x"},{"a":2,"c":true,"b":null}]',
    '{"a":1,"b":"x"}\n{"a":2,"c":true}\n',
    '{"a":1,"b":"x"}{"a":2,"c":true}',
    '\uFEFF{"a":1,"b":"x"}\r\n\r\n{"a":2,"c":true}',
    '{"a":1,"b":"x"},\n{"a":2,"c":true},',
    '\u001e{"a":1,"b":"x"}\n\u001e{"a":2,"c":true}\n',
  ]) {
    expect(names(text)).toEqual(['a', 'b', 'c']);
    expect(rows(text)).toEqual(wanted);
  }
});

test('numbers keep their digits, texts lose their quotes, nested values stand on one line', () => {
  const text =
    '{"big": 12345678901234567890, "n": 1.10, "e": 1E400, "s": "a\\n\\u00e9 }{", "o": {"x": [1,\n  " a  b "]}, "z": null}';
  expect(rows(text)).toEqual([['12345678901234567890', '1.10', '1E400', 'a\né }{', '{"x":[1," a  b "]}', null]]);
  expect(readJson(text, true).shape).toBe('an object');
});

test('an object around one array of objects is read for these', () => {
  const read = readJson('{"version": "1", "Records": [{"a":1},{"a":2}]}', true);
  expect(read).toMatchObject({ shape: 'an array within an object', rows: [['1'], ['2']] });
  expect(read.notes).toEqual(['These are the elements of its member “Records”.']);
  for (const other of ['{"a": [1, 2]}', '{"a": [], "b": 1}', '{"a": [{}], "b": [{}]}', '{"a": {}, "b": [{}]}'])
    expect(readJson(other, true).shape).toBe('an object');
});

test('what is no object is a value, and a value within an array as well', () => {
  expect(rows('1 "two" [3] null')).toEqual([['1'], ['two'], ['[3]'], [null]]);
  expect(rows('[1,"two",[3],null]')).toEqual([['1'], ['two'], ['[3]'], [null]]);
  expect(rows('[]')).toEqual([]);
});

test('a line that is no JSON is told with its number, and those around it are read', () => {
  for (const bad of ['{"a":', '{"a":1}}', 'oops', '{"a":"x', '["', '{"a" 1}']) {
    const read = readJson(`{"a":1}\n${bad}\n{"a":3}\n`, true);
    expect([bad, read.rows.at(0), read.rows.at(-1)]).toEqual([bad, ['1'], ['3']]);
    expect(read.notes.join()).toMatch(/^1 of the lines are no JSON; the first is line 2: /);
  }
});

test('a part that ends within a value shows those before it', () => {
  expect(readJson('{"a":1}\n{"a":2', false)).toMatchObject({ rows: [['1']], notes: [] });
  expect(readJson('{"a":1}\n{"a":2', true).notes).toEqual(['Its last value is not closed: it begins in line 2.']);
  expect(readJson('[{"a":1},{"a":2},{"a', false)).toMatchObject({
    rows: [['1'], ['2']],
    notes: ['The array goes on.'],
  });
  expect(readJson('[{"a":1},{"a"', true).notes).toEqual(['The array is not closed: the object is damaged or cut.']);
  expect(readJson('{\n  "a": 1\n}\n{\n  "a": 2,\n  "b', false)).toMatchObject({ rows: [['1']], notes: [] });
  expect(readJson('{"a":"xxxx', false)).toMatchObject({
    rows: [],
    notes: ['Its first value does not end in the part that was read: read more.'],
  });
});

test('a thousand lines whose brackets do not close do not make it read all that follows a thousand times', () => {
  const text = '{"a":[\n'.repeat(20_000);
  const read = jsonValues(text, 1e9);
  expect(read.values).toEqual([]);
  expect(read.broken).toHaveLength(19_999);
  expect(read.open).toBe(19_999 * 7);
});

test('a value of ten megabytes on one line is one cell', () => {
  const long = `${'x'.repeat(1000)}"\\`.repeat(10_000);
  expect(rows(`${JSON.stringify({ long })}\n{"long":1}`)).toEqual([[long], ['1']]);
});

test('more members than can be laid out are told', () => {
  const wide = Object.fromEntries(Array.from({ length: 1003 }, (_, at) => [`c${at}`, at]));
  const read = readJson(JSON.stringify(wide), true);
  expect(read.columns).toHaveLength(1000);
  expect(read.notes).toEqual(['3 more of its members are not shown: 1000 columns are the most.']);
});

test('any objects come back as they were written, however they are set apart', () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      objects,
      fc.constantFrom('', '\n', '\r\n', ' ', ',\n'),
      fc.constantFrom(undefined, 2),
      (all, between, indent) => {
        const text = all.map((each) => JSON.stringify(each, null, indent)).join(between);
        const read = jsonValues(text, 1e9);
        expect(read.broken).toEqual([]);
        expect(read.values.map(({ from, to }) => JSON.parse(text.slice(from, to)))).toEqual(
          all.map((each) => JSON.parse(JSON.stringify(each))),
        );
      },
    ),
  );
});
