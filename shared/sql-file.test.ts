import { expect, test } from 'vitest';
import { readSqlFile } from './sql-file.ts';

test('splits header and statement', () => {
  expect(readSqlFile('a.sql', '/*\ntable: t\nafter: [x]\n*/\nSELECT 1 /* kept */;\n')).toEqual({
    header: { table: 't', after: ['x'] },
    sql: 'SELECT 1 /* kept */',
  });
});

test.each([
  ['SELECT 1', 'does not begin with a comment'],
  ['/* a: 1 */ ;', 'has no statement'],
  ['/* a: [ */ SELECT 1', 'is no YAML'],
])('names the file of %j', (content, message) => {
  expect(() => readSqlFile('a.sql', content)).toThrow(message);
  expect(() => readSqlFile('a.sql', content)).toThrow('a.sql');
});
