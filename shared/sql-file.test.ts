import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readSqlFile, readSqlFolder } from './sql-file.ts';

const header = z.strictObject({ table: z.string(), after: z.array(z.string()).optional() });

test('splits header and statement', () => {
  expect(readSqlFile('a.sql', '/*\ntable: t\nafter: [x]\n*/\nSELECT 1 /* kept */;\n', header)).toEqual({
    header: { table: 't', after: ['x'] },
    sql: 'SELECT 1 /* kept */',
  });
});

test.each([
  ['SELECT 1', 'a.sql:1:1: the file does not begin with a comment'],
  ['/* table: t */ ;', 'a.sql:1:16: there is no statement'],
  ['\n/* table: [ */ SELECT 1', /^a\.sql:2:\d+: /],
  ['/*\n# why\ntable: t\nwhat: 1\n*/ SELECT 1', 'a.sql:4:1: what: there is no such setting'],
  ['/*\ntable: 1\n*/ SELECT 1', 'a.sql:2:1: table: Invalid input'],
])('says where in %j what is wrong', (content, message) => {
  expect(() => readSqlFile('a.sql', content, header)).toThrow(message);
});

test('reads the SQL files of a folder, and not what editors leave beside them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sql-'));
  try {
    for (const file of ['b.sql', 'a.sql', 'a.sql~', '.a.sql.swp', '.#a.sql', 'a.sql.orig', 'notes.md', '.hidden.sql'])
      writeFileSync(join(folder, file), file);
    expect(readSqlFolder(folder, (file, content) => [file, content])).toEqual([
      ['a.sql', 'a.sql'],
      ['b.sql', 'b.sql'],
    ]);
    writeFileSync(join(folder, 'A b.sql'), '');
    expect(() => readSqlFolder(folder, (file) => file)).toThrow('A b.sql:1:1: a name of lower-case letters');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
