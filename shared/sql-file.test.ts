import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readSqlFile, readSqlFolder, sqlFilesOf } from './sql-file.ts';

const header = z.strictObject({ table: z.string(), after: z.array(z.string()).optional() });

test('splits header and statement', () => {
  expect(readSqlFile('a.sql', '/*\ntable: t\nafter: [x]\n*/\nSELECT 1 /* kept */;\n', header)).toEqual({
    header: { table: 't', after: ['x'] },
    sql: 'SELECT 1 /* kept */',
  });
});

test.each([
  ['SELECT 1', 'a.sql:1:1: the file does not begin with a comment'],
  ['', 'a.sql:1:1: the file does not begin with a comment'],
  ['/* table: t\nSELECT 1', 'a.sql:1:1: the comment that begins the file has no end: write */ before the SELECT'],
  ['/*\n * table: t\n */ SELECT 1', 'a.sql:2:2: the comment is YAML: leave out * before its lines'],
  ['/* table: t\n# a/*/b\n*/ SELECT 1', 'a.sql:2:5: the first comment ends here already'],
  ['/* table: t */ ;', 'a.sql:1:16: there is no statement'],
  ['\n/* table: [ */ SELECT 1', /^a\.sql:2:\d+: /],
  ['/*\n# why\ntable: t\nwhat: 1\n*/ SELECT 1', 'a.sql:4:1: what: there is no such setting'],
  ['/*\ntable: 1\n*/ SELECT 1', 'a.sql:2:1: table: a text is expected, not a number: put it in quotes'],
])('says where in %j what is wrong', (content, message) => {
  expect(() => readSqlFile('a.sql', content, header)).toThrow(message);
});

test('a comment, or a text, may hold the end of a comment', () => {
  const sql = "SELECT '*/' AS a /* b */ -- */";
  expect(readSqlFile('a.sql', `\uFEFF/** table: t */\r\n${sql}`, header)).toEqual({ header: { table: 't' }, sql });
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
    mkdirSync(join(folder, 'deeper'));
    for (const file of ['C.SQL', 'deeper/d.sql', 'deeper/notes.md']) writeFileSync(join(folder, file), file);
    expect(sqlFilesOf(folder).flatMap(({ wrong }) => wrong ?? [])).toEqual([
      'A b.sql:1:1: a name of lower-case letters, digits and _ is expected, as of a table',
      'C.SQL:1:1: a name of lower-case letters, digits and _ is expected, as of a table',
      'deeper/d.sql:1:1: files of folders within this one are not read: move it up',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
