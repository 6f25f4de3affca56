import { expect, test } from 'vitest';
import { csvLine, readable } from './cell-text.ts';

test.each([
  ['{"a":[1,{"b":null}]}', '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}'],
  ['[]', '[]'],
  ['{a=1}', '{a=1}'],
  ['plain', 'plain'],
  ['12', '12'],
  // A double has no such digits.
  ['{"id":12345678901234567890}', '{"id":12345678901234567890}'],
  ['{"id":"12345678901234567890"}', '{\n  "id": "12345678901234567890"\n}'],
])('%s is read as %s', (text, shown) => expect(readable(text)).toBe(shown));

test('a row is copied as CSV', () => {
  expect(csvLine(['a', null, '', 'b,"c"', 'd\ne'])).toBe('a,,"","b,""c""","d\ne"');
});
