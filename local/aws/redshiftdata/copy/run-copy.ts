import type { ObjectFile } from '../../../kernel/objects.ts';
import type { Session } from '../engine/session.ts';
import { type Access, openReader, type Reader } from './access.ts';
import type { Source } from './expressions.ts';
import { type JsonPath, readJsonPaths } from './json-paths.ts';
import { LoadError } from './load-error.ts';
import { type Loading, loadLot, lotsOf } from './load-rows.ts';
import { checkParquetTypes, isNested } from './parquet-types.ts';
import type { Copy } from './read-copy.ts';
import { jsonRows, parquetRows, type Row, readParquetLayout } from './rows.ts';
import { findTarget, type TargetTable } from './target-columns.ts';

type Copying = { readonly session: Session; readonly access: Access; readonly signal: AbortSignal };

/** Runs a COPY in the session's transaction; gives how many rows it loaded. Throws LoadError. Memory holds a row group, or a lot of rows. */
export async function runCopy(copy: Copy, { session, access, signal }: Copying): Promise<number> {
  const table = await findTarget(session, copy);
  const reader = await openReader(access, copy.role);
  const load = await loaderOf(copy, table, reader);
  let loaded = 0;
  for (const file of reader.list(copy.from)) {
    const uri = `s3://${copy.from.bucket}/${file.key}`;
    const { sources, rows } = await load(file, uri);
    const loading: Loading = { session, table, sources };
    for await (const lot of lotsOf(rows)) {
      signal.throwIfAborted();
      loaded += await loadLot(loading, lot, uri);
    }
  }
  return loaded;
}

type FileRows = { readonly sources: readonly Source[]; readonly rows: AsyncIterable<Row> };
type Load = (file: ObjectFile, uri: string) => Promise<FileRows>;

async function loaderOf({ format }: Copy, table: TargetTable, reader: Reader): Promise<Load> {
  if (format.kind === 'parquet') return parquetLoader(table, format.serializeToJson);
  const { paths: place, isGzip } = format;
  const paths = place && readJsonPaths(reader.find(place), `s3://${place.bucket}/${place.key}`);
  const sources = pathsOf(table, paths).map((path): Source => ({ kind: 'path', path }));
  return async (file, uri) => ({ sources, rows: jsonRows({ file, uri, table: table.name, isGzip }) });
}

/** `auto`: a column's name is its key. */
function pathsOf({ columns }: TargetTable, paths: readonly JsonPath[] | undefined): readonly JsonPath[] {
  if (paths === undefined) return columns.map(({ name }) => [name]);
  if (paths.length !== columns.length)
    throw new LoadError(
      `Number of jsonpaths and the number of columns should match. JSONPath size: ${paths.length}, Number of columns in table or column list: ${columns.length}`,
    );
  return paths;
}

const parquetLoader =
  (table: TargetTable, serializeToJson: boolean): Load =>
  async (file, uri) => {
    const { columns } = await readParquetLayout(file, uri);
    checkParquetTypes(columns, table.columns, { uri, serializeToJson });
    const sources = columns.map((column, at): Source => ({ kind: 'text', at, isJson: isNested(column) }));
    return { sources, rows: parquetRows(file, uri) };
  };
