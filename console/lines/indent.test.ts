import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indented } from './indent.ts';

test('any JSON stands on several lines as JSON.stringify would have it', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(indented(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
    }),
  );
});

test('numbers stay as they are written', () => {
  expect(indented('{"id":12345678901234567890,"x":[1.10e400,{}],"s":"a\\"{,"}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "x": [\n    1.10e400,\n    {}\n  ],\n  "s": "a\\"{,"\n}',
  );
});
