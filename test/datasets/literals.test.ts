import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folders = ['services/query/datasets', 'services/enrich/enrichments'].map((path) =>
  join(import.meta.dirname, '../..', path),
);
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));

/** `0.95`, which Athena takes for a DOUBLE and a plain Trino for a DECIMAL; not `0.95E0`, nor what stands in texts and comments. */
function bareDecimals(sql: string): readonly string[] {
  const code = sql.replace(/\/\*[\s\S]*?\*\/|--.*|'[^']*'/g, ' ');
  return code.match(/(?<![\w.])(\d+\.\d*|\.\d+)(?![\w.])/g) ?? [];
}

test('what ships says numbers that every Trino takes for the same type', () => {
  expect(files.length).toBeGreaterThan(8);
  expect(files.flatMap((file) => bareDecimals(readFileSync(file, 'utf8')).map((found) => `${file}: ${found}`))).toEqual(
    [],
  );
});

test.each([
  ['SELECT 0.95, 1., .5', ['0.95', '1.', '.5']],
  ["SELECT 0.95E0, 1e3, DECIMAL '0.5', '1.5', t1.c, 12 -- 1.5\n/* 2.5 */", []],
])('a bare decimal of %s', (sql, found) => {
  expect(bareDecimals(sql)).toEqual(found);
});
