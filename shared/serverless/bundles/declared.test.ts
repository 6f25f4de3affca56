import { readSqlFile } from '@tributary/shared/sql-file.ts';
import { expect, test } from 'vitest';
import { declaredAsJson } from './declared.ts';

const compile = (path: string, text: string) =>
  declaredAsJson([{ path, content: Buffer.from(text) }]).map(({ content }) => content.toString());

test('makes YAML JSON, which is YAML', () => {
  expect(compile('routes.yml', '# why\nroutes:\n  - from: a.*\n    keep: yes\n')).toEqual([
    '{"routes":[{"from":"a.*","keep":"yes"}]}',
  ]);
  expect(compile('empty.yml', '# nothing\n')).toEqual(['{}']);
});

test('leaves the statement of a SQL file as it is, and a header that could end its comment too early whole', () => {
  const text = '/*\ntable: t\nnote: \'a *\\/ b\'\nother: "x *\\x2f y"\n*/\nSELECT /* not this */ 1\n';
  const [compiled = ''] = compile('datasets/t.sql', text);
  expect(compiled.split('*/')).toHaveLength(text.split('*/').length);
  expect(readSqlFile('t', compiled)).toEqual(readSqlFile('t', text));
  expect(readSqlFile('t', compiled).header).toMatchObject({ other: 'x */ y' });
  expect(compiled.startsWith('/*{"table":"t"')).toBe(true);
});

test('leaves everything else, and names the file that is no YAML', () => {
  expect(compile('src/functions/x/handler.mjs', 'a: [')).toEqual([]);
  expect(() => compile('routes.yml', 'a: [')).toThrow(/^routes\.yml is no YAML: /);
});
