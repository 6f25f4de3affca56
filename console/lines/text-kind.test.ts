import { expect, test } from 'vitest';
import { textKindOf, whyTooMuch } from './text-kind.ts';

test.each([
  ['Nov 20 13:50:17 lb1 haproxy[1]: 10.0.0.7:3 [20/Nov/2026:13:50:17.854] www', 'lines'],
  ['', 'lines'],
  ['  {"exchange": "app", "body": {}}', 'messages'],
  ['[\n{"payload": "{}"}]', 'messages'],
  ['\ufeff{"body": 1}', 'messages'],
  ['{"messageType":"DATA_MESSAGE","logEvents":[]}', 'lines'],
  ['{\n "logGroup": "g"}', 'lines'],
])('%j is taken for %s', (text, kind) => {
  expect(textKindOf(text)).toBe(kind);
});

test('more than the lake takes is for the command line', () => {
  expect(whyTooMuch(4_000_000)).toBeUndefined();
  expect(whyTooMuch(4_000_001)).toContain('npx lake parse < FILE');
});
