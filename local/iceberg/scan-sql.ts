import { SqlError } from '../sql/error.ts';
import { duckType } from './duck-type.ts';
import type { FileNode, Footer } from './footer.ts';
import { groupBy } from './group-by.ts';
import { findNode, projectField } from './project.ts';
import { quoteName, quoteText, quoteTexts } from './sql-text.ts';
import { fieldById, findColumn, type IcebergTable } from './table.ts';

/** A data file to read, with the delete files that apply to it. */
export type ScanFile = {
  readonly uri: string;
  readonly path: string;
  readonly footer: Footer;
  readonly deletes: readonly { readonly path: string; readonly equalityIds?: readonly number[] }[];
};

/** DuckDB SQL that reads the columns of these files, one branch for all files of the same layout and the same deletes. */
export function scanSql(table: IcebergTable, columns: readonly string[], files: readonly ScanFile[]): string {
  if (files.length === 0) return `SELECT ${emptyColumns(table, columns).join(', ')} WHERE false`;
  const groups = groupBy(files, groupKey);
  return [...groups.values()].map((group) => groupSql(table, columns, group)).join('\nUNION ALL\n');
}

function groupKey(file: ScanFile): string {
  const equality = file.deletes.filter(({ equalityIds }) => equalityIds).map(({ path }) => path);
  const positional = file.deletes.some(({ equalityIds }) => !equalityIds);
  return JSON.stringify([layout(file.footer.columns), positional, equality]);
}

function layout(nodes: readonly FileNode[]): unknown {
  return nodes.map(({ name, fieldId, type, children }) => [name, fieldId ?? null, type, layout(children)]);
}

function emptyColumns(table: IcebergTable, columns: readonly string[]): readonly string[] {
  if (columns.length === 0) return ['CAST(NULL AS INTEGER) AS "$none"'];
  return columns.map((name) => {
    const field = findColumn(table, name);
    const type = field ? duckType(field.type, false) : name === '$path' ? 'VARCHAR' : 'BIGINT';
    return `CAST(NULL AS ${type}) AS ${quoteName(name)}`;
  });
}

function groupSql(table: IcebergTable, columns: readonly string[], files: readonly ScanFile[]): string {
  const nodes = files[0]?.footer.columns ?? [];
  const positional = files.flatMap(({ deletes }) => deletes).filter(({ equalityIds }) => !equalityIds);
  const named = columns.includes('$path') || positional.length > 0;
  const selected = columns.map((name) => `${columnSql(table, name, nodes)} AS ${quoteName(name)}`);
  const paths = [...new Set(files.map(({ path }) => path))];
  const from = [
    `SELECT ${selected.length > 0 ? selected.join(', ') : 'CAST(NULL AS INTEGER) AS "$none"'}`,
    `FROM read_parquet(${quoteTexts(paths)}, hive_partitioning = false, file_row_number = true, filename = '$local') AS data`,
  ];
  if (named)
    from.push(`JOIN (VALUES ${files.map(nameRow).join(', ')}) AS named(path, uri) ON data."$local" = named.path`);
  const conditions = [
    ...(positional.length > 0 ? [positionCondition(positional.map(({ path }) => path))] : []),
    ...equalityConditions(table, nodes, files[0]?.deletes ?? []),
  ];
  if (conditions.length > 0) from.push(`WHERE ${conditions.join(' AND ')}`);
  return from.join(' ');
}

function nameRow({ path, uri }: ScanFile): string {
  return `(${quoteText(path)}, ${quoteText(uri)})`;
}

function columnSql(table: IcebergTable, name: string, nodes: readonly FileNode[]): string {
  if (name === '$path') return 'named.uri';
  if (name === '$file_position') return 'data.file_row_number';
  const field = findColumn(table, name);
  if (!field) throw new SqlError('COLUMN_NOT_FOUND', `Column '${name}' cannot be resolved`);
  return projectField(field, findNode(nodes, field.id, field.name));
}

function positionCondition(paths: readonly string[]): string {
  const deletes = `read_parquet(${quoteTexts([...new Set(paths)])}, hive_partitioning = false)`;
  return `NOT EXISTS (SELECT 1 FROM ${deletes} AS gone WHERE gone.file_path = named.uri AND gone.pos = data.file_row_number)`;
}

/** A row is gone where an equality delete file holds its values, nulls being equal, in the columns that the delete names. */
function equalityConditions(
  table: IcebergTable,
  nodes: readonly FileNode[],
  deletes: ScanFile['deletes'],
): readonly string[] {
  return deletes.flatMap(({ path, equalityIds }) => {
    if (!equalityIds) return [];
    const matches = equalityIds.map((id) => {
      const name = fieldById(table, id)?.name ?? '';
      const node = findNode(nodes, id, name);
      return `gone.${quoteName(name)} IS NOT DISTINCT FROM ${node ? `data.${quoteName(node.name)}` : 'NULL'}`;
    });
    const file = `read_parquet(${quoteTexts([path])}, hive_partitioning = false)`;
    return [`NOT EXISTS (SELECT 1 FROM ${file} AS gone WHERE ${matches.join(' AND ')})`];
  });
}
