import { expect, test } from 'vitest';
import { readQuery } from './query.ts';

function run(program: string, input: unknown): unknown {
  return Object.fromEntries(readQuery(program).run(input));
}

test.each([
  ['{event_type: .event_type}', { event_type: 'order' }, { event_type: 'order' }],
  ['{event_type}', { event_type: 'order' }, { event_type: 'order' }],
  ['{"a":.b.c, d:.e["f g"], h:."i-j"}', { b: { c: 1 }, e: { 'f g': 2 }, 'i-j': 3 }, { a: 1, d: 2, h: 3 }],
  ['{a: .list[0].x, b: .list[-1].x}', { list: [{ x: 1 }, { x: 2 }] }, { a: 1, b: 2 }],
  ['{a: .missing.deeper}', {}, { a: null }],
  ['{a: (.b // "none"), c: (.d // .e // 1)}', { e: false }, { a: 'none', c: 1 }],
  ['{a: (.b.c // "none")}', { b: 3 }, { a: 'none' }],
  ['{year: .at|strftime("%Y"), day: .at | strftime("%m-%d")}', { at: 1_600_000_000 }, { year: '2020', day: '09-13' }],
  ['{a: .b | tostring | ascii_upcase}', { b: { c: 'd' } }, { a: '{"C":"D"}' }],
  ['{a: .b | ltrimstr("/x") | rtrimstr("y/")}', { b: '/x1y/' }, { a: '1' }],
  ['{a: .b | tonumber, c: true, d: null, e: 1.5}', { b: '12' }, { a: 12, c: true, d: null, e: 1.5 }],
  ['{a: .constructor, b: .__proto__}', { x: 1 }, { a: null, b: null }],
])('%s of %j', (program, input, output) => {
  expect(run(program, input)).toEqual(output);
});

test.each([
  ['{a: .b.c}', { b: 1 }, 'Cannot index number with "c"'],
  ['{a: .b[0]}', { b: {} }, 'Cannot index object with number'],
  ['{a: .b | strftime("%Y")}', { b: 'x' }, 'strftime/1 requires parsed datetime inputs'],
  ['{a: .b.c?}', { b: 1 }, 'no output for a'],
  ['{a: .b | ascii_downcase}', { b: 1 }, 'must be a string'],
  ['{a: .b}', [], 'Cannot index array with "b"'],
])('%s of %j fails as jq does', (program, input, message) => {
  expect(() => run(program, input)).toThrow(message);
});

test.each([
  ['.event_type', "'.event_type'"],
  ['{a: .b[]}', "']"],
  ['{a: .b | test("x")}', 'test('],
  ['{a: now}', "'now'"],
  ['{a: if .b then 1 else 2 end}', "'if'"],
  ['{a: .b + 1}', "'+ 1}'"],
  ['{a: "\\(.b)"}', '\\(.b)'],
  ['{a: .b} | .a', "'| .a'"],
  ['{a: .at | strftime("%q")}', 'strftime("%q"'],
  ['', "''"],
])('%s is refused by name', (program, rest) => {
  expect(() => readQuery(program)).toThrow(rest);
  expect(() => readQuery(program)).toThrow('does not cover the JQ query');
});
