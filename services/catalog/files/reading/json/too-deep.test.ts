import { expect, test } from 'vitest';
import { createShapeRows } from '../../core/shape/shape-rows.ts';
import { jsonTextOf, recordAt } from './json-text.ts';

const read = (text: string) => recordAt(jsonTextOf(Buffer.from(text)), 0, Buffer.byteLength(text));
const nested = (levels: number, inner: string) =>
  `{"a":${'['.repeat(levels / 2)}${'{"b":'.repeat(levels / 2)}${inner}${'}'.repeat(levels / 2)}${']'.repeat(levels / 2)}}`;

test('a record that is nested so deep that nobody could write it is none', () => {
  for (const inner of ['1', '1e400', '"x"'])
    for (const levels of [1000, 100_000])
      expect(read(nested(levels, inner))).toBe('it is nested deeper than 1000 levels');
});

test('a record that is not, can be written whole', () => {
  for (const inner of ['1.5', '1e400']) {
    const text = nested(998, inner);
    const record = read(text);
    if (typeof record === 'string') throw new Error(record);
    expect(createShapeRows([])({ rows: [record] }).rescued).toEqual([{ keys: ['a'], values: [text.slice(5, -1)] }]);
  }
});

test('brackets within texts, and beside each other, are no levels', () => {
  for (const text of [`{"a":"${'[{'.repeat(5000)}"}`, `[${Array.from({ length: 3000 }, () => '[{}]').join()}]`])
    expect(read(text)).not.toBeTypeOf('string');
});
