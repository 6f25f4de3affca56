import { expect, test } from 'vitest';
import { compiledFiles } from './compiled-files.ts';
import { declaredAsJson } from './declared.ts';

const compile = (path: string, text: string) =>
  declaredAsJson([{ path, content: Buffer.from(text) }]).map(({ content }) => content.toString());

test('makes YAML JSON, which is YAML', () => {
  expect(compile('routes.yml', '# why\nroutes:\n  - from: a.*\n    keep: yes\n')).toEqual([
    '{"routes":[{"from":"a.*","keep":"yes"}]}',
  ]);
  expect(compile('changes.yml', 'sources:\n  shop:\n    null: \\N\n    op: null\n')).toEqual([
    '{"sources":{"shop":{"null":"\\\\N","op":null}}}',
  ]);
  expect(compile('empty.yml', '# nothing\n')).toEqual(['{}']);
});

test('leaves everything else, and names the file that is no YAML', () => {
  expect(compile('src/functions/x/handler.mjs', 'a: [')).toEqual([]);
  expect(() => compile('routes.yml', 'a: [')).toThrow(/^routes\.yml is no YAML: /);
});

test('what a service compiles is one file of its zips', () => {
  expect(compiledFiles({ compiled: { datasets: [] } }).map(({ path, content }) => [path, String(content)])).toEqual([
    ['compiled.json', '{"datasets":[]}'],
  ]);
  expect(compiledFiles({})).toEqual([]);
  expect(compiledFiles(undefined)).toEqual([]);
});
