import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Column } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import type { Run } from '../run.ts';

export type CsvTable = { readonly columns: readonly Column[]; readonly rows: readonly Row[]; readonly bytes: number };
type Row = Readonly<Record<string, string | null>>;

/** The file that stands in for a table: `<catalog>/<database>/<table>.csv` or `<catalog>/<table>.csv`, with a header row. */
export function csvFile(
  run: Pick<Run, 'catalogsDir'>,
  catalog: string,
  database: string,
  table: string,
): string | undefined {
  if (![catalog, database, table].every((part) => /^[\w@-]+$/.test(part))) return undefined;
  const folder = join(run.catalogsDir, catalog);
  return [join(folder, database, `${table}.csv`), join(folder, `${table}.csv`)].find((path) => existsSync(path));
}

/** The tables that have such a file. */
export async function csvTables(run: Pick<Run, 'catalogsDir'>, catalog: string, database: string): Promise<string[]> {
  const folder = join(run.catalogsDir, catalog);
  const found = await Promise.all(
    [join(folder, database), folder].map((path) => (existsSync(path) ? readdir(path) : [])),
  );
  const names = found.flat().filter((name) => name.endsWith('.csv'));
  return [...new Set(names.map((name) => name.slice(0, -4)))].sort();
}

const recordsSchema = z.array(z.array(z.string().nullable()));

/** Reads a file whole. An unquoted empty value is NULL; a column's type is the narrowest that all its values have. */
export function readCsv(path: string): CsvTable {
  const text = readFileSync(path);
  const parsed: unknown = parse(text, {
    bom: true,
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  });
  const [header = [], ...records] = recordsSchema.parse(parsed);
  const columns = header.map((name, index) => ({
    name: (name ?? `column${index + 1}`).toLowerCase(),
    type: typeOf(records.map((record) => record[index] ?? null)),
  }));
  const rows = records.map((record) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, record[index] ?? null])),
  );
  return { columns, rows, bytes: text.length };
}

const candidates: readonly { readonly type: TrinoType; readonly pattern: RegExp }[] = [
  { type: { kind: 'bigint' }, pattern: /^-?(0|[1-9]\d{0,17})$/ },
  { type: { kind: 'double' }, pattern: /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/ },
  { type: { kind: 'date' }, pattern: /^\d{4}-\d{2}-\d{2}$/ },
  { type: { kind: 'timestamp', precision: 3 }, pattern: /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,3})?$/ },
];

function typeOf(values: readonly (string | null)[]): TrinoType {
  const given = values.filter((value) => value !== null);
  const fits = (pattern: RegExp) => given.every((value) => pattern.test(value));
  const found = given.length > 0 ? candidates.find(({ pattern }) => fits(pattern)) : undefined;
  return found?.type ?? { kind: 'varchar' };
}
