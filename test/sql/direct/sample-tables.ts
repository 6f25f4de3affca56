import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseTypeName } from '../../../local/sql/parse-type-name.ts';
import type { Column } from '../../../local/sql/plan.ts';
import { duckdbType, quoted, text } from '../../../local/sql/type-name.ts';

export type SampleTable = {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly partitions: readonly string[];
  readonly sql: string;
};

const data = join(import.meta.dirname, '..', 'data');

/** The tables of tables.sql as DuckDB reads their files itself, without the local cloud. `scratch` is for rewritten files. */
export function sampleTables(scratch: string): readonly SampleTable[] {
  const ddl = readFileSync(join(data, '..', 'tables.sql'), 'utf8').replace(/^--.*$/gm, '');
  return [
    ...ddl.matchAll(/CREATE EXTERNAL TABLE (\w+) \(([\s\S]*?)\)\n(?:PARTITIONED BY \(([^)]*)\)\n)?(?=ROW|STORED)/g),
  ].map(([, name = '', columns = '', partitions = '']) => {
    const own = readColumns(columns);
    const keys = readColumns(partitions);
    return {
      name,
      columns: [...own, ...keys],
      partitions: keys.map((key) => key.name),
      sql: tableSql(name, own, keys, scratch),
    };
  });
}

/** Column definitions of DDL, with types that have commas of their own. */
export function readColumns(list: string): readonly Column[] {
  return splitColumns(list).flatMap((piece) => {
    const parts = /^\s*(\w+)\s+([\s\S]+?)\s*$/.exec(piece);
    return parts ? [{ name: parts[1] ?? '', type: hiveType(parts[2] ?? '') }] : [];
  });
}

function splitColumns(list: string): readonly string[] {
  const depths: Readonly<Record<string, number>> = { '<': 1, '(': 1, '>': -1, ')': -1 };
  const pieces = [''];
  let depth = 0;
  for (const character of list) {
    depth += depths[character] ?? 0;
    if (character === ',' && depth === 0) pieces.push('');
    else pieces.push(`${pieces.pop()}${character}`);
  }
  return pieces;
}

function hiveType(type: string): Column['type'] {
  const trino = type.replaceAll('struct<', 'row<').replaceAll('<', '(').replaceAll('>', ')').replaceAll(':', ' ');
  return parseTypeName(trino.replace(/\bstring\b/g, 'varchar'));
}

function tableSql(name: string, columns: readonly Column[], keys: readonly Column[], scratch: string): string {
  const path = text(join(data, name));
  const types = `{${columns.map((column) => `${text(column.name)}: ${text(duckdbType(column.type))}`).join(', ')}}`;
  const all = [...columns, ...keys].map((column) => `${quoted(column.name)}`);
  const files = `, filename AS "$path"`;
  if (name === 'requests' || name === 'accounts') {
    const hive = name === 'requests' ? 'true, hive_types_autocast=false' : 'false';
    return `SELECT ${all.join(', ')}${files} FROM read_parquet(${path} || '/**/*.parquet', filename=true, hive_partitioning=${hive})`;
  }
  if (name === 'events' || name === 'charges') {
    const folder = lowerCaseKeys(name, scratch);
    return `SELECT ${all.join(', ')}${files} FROM read_json(${text(`${folder}/**/*.json`)}, format='newline_delimited', filename=true, hive_partitioning=${name === 'events'}, hive_types_autocast=false, columns=${types})`;
  }
  if (name === 'readings') return readingsSql(columns);
  const names = columns.map((column) => `${text(column.name)}: 'VARCHAR'`).join(', ');
  const escape_ = name === 'customers' ? `'\\'` : `'"'`;
  const values = columns.map((column) => `coalesce(${quoted(column.name)}, '') AS ${quoted(column.name)}`);
  return `SELECT ${values.join(', ')}${files} FROM read_csv(${path} || '/*.csv', filename=true, header=true, quote='"', escape=${escape_}, columns={${names}})`;
}

function readingsSql(columns: readonly Column[]): string {
  const values = columns.map((column, index) => {
    const field = `nullif(list_extract(f, ${index + 1}), '\\N')`;
    if (column.type.kind === 'varchar') return `${field} AS ${quoted(column.name)}`;
    if (column.type.kind === 'boolean')
      return `CASE lower(${field}) WHEN 'true' THEN true WHEN 'false' THEN false END AS ${quoted(column.name)}`;
    const number =
      column.type.kind === 'integer' ? `CASE WHEN regexp_full_match(${field}, '-?\\d+') THEN ${field} END` : field;
    return `TRY_CAST(${number} AS ${duckdbType(column.type)}) AS ${quoted(column.name)}`;
  });
  return `SELECT ${values.join(', ')}, filename AS "$path" FROM (SELECT string_split(line, '|') AS f, filename FROM read_csv(${text(join(data, 'readings', '*.txt'))}, filename=true, header=false, delim=chr(1), quote='', escape='', auto_detect=false, columns={'line': 'VARCHAR'}))`;
}

/** The JSON SerDe's keys have no case; DuckDB's have. */
function lowerCaseKeys(name: string, scratch: string): string {
  for (const entry of readdirSync(join(data, name), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    const json = (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const folder = join(scratch, entry.parentPath.slice(data.length));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, entry.name.replace(/\.gz$/, '')), json.replaceAll('"Note":', '"note":'));
  }
  return join(scratch, name);
}
