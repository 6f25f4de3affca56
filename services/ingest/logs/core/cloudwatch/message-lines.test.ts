import { expect, test } from 'vitest';
import { linesOfMessage } from './message-lines.ts';

test.each([
  ['a line', ['a line']],
  ['', ['']],
  ['a line\n', ['a line']],
  ['a line\r\n\r\n', ['a line\r']],
  ['\n \n', ['']],
  ['one\ntwo\n\nthree\n', ['one', 'two', 'three']],
  ['{"a": 1,\n "b": 2}', ['{"a": 1,\n "b": 2}']],
  ['{"a": 1}\n{"a": 2}', ['{"a": 1}', '{"a": 2}']],
])('%j has its lines', (text, lines) => {
  expect(linesOfMessage(text)).toEqual(lines);
});
