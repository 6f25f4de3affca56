import { TraceMap } from '@jridgewell/trace-mapping';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { translateStack } from './translate-stack.ts';

const source = `function innermost() {
  throw new Error('no');
}
export function handler() {
  innermost();
  return innermost();
}
`;
const { code, map } = transformSync(source, {
  minify: true,
  sourcemap: 'external',
  sourcefile: 'services/ingest/logs/core/some.ts',
  loader: 'ts',
  format: 'esm',
});

/** `row:column` as V8 tells it. */
function placeOf(found: number): string {
  return `${code.slice(0, found).split('\n').length}:${found - code.lastIndexOf('\n', found - 1)}`;
}

test('tells places and names of the source, and leaves what is not of the bundle', () => {
  const call = code.search(/\w+\(\),\w+\(\)|return \w+\(\)/);
  const stack = [
    'Error: no',
    `    at r (file:///var/task/logs/functions/parse-logs/handler.mjs:${placeOf(code.indexOf('new Error'))})`,
    `    at async t (file:///tmp/some/where/src/functions/parse-logs/handler.mjs:${placeOf(call + code.slice(call).search(/\w\(/))})`,
    '    at node:internal/main:1:1',
  ].join('\n');
  expect(translateStack(stack, new TraceMap(map)).split('\n')).toEqual([
    'Error: no',
    '    at innermost (services/ingest/logs/core/some.ts:2:9)',
    expect.stringMatching(/^ {4}at async services\/ingest\/logs\/core\/some\.ts:[56]:/),
    '    at node:internal/main:1:1',
  ]);
});

test('leaves a place that the map does not know', () => {
  const line = '    at file:///var/task/src/functions/x/handler.mjs:99:1';
  expect(translateStack(line, new TraceMap(map))).toBe(line);
});
