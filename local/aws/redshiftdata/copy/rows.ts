import { createReadStream } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { readLayout } from '@tributary/shared/objects/parquet-footer.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';
import { readParquet } from '@tributary/shared/objects/read-parquet.ts';
import { ParquetFault } from '@tributary/shared/parquet/read/fault.ts';
import type { Layout } from '@tributary/shared/parquet/read/layout.ts';
import type { ObjectFile } from '../../../kernel/objects.ts';
import { readLines } from '../../athena/read/lines.ts';
import { LoadError, rowError, scanError } from './load-error.ts';

/** A row as one JSON text, and its line (from 1) in its file. */
export type Row = { readonly json: string; readonly line: number };

const mostGroupBytes = 256 * 2 ** 20;
const endless = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };

const opener =
  (path: string): OpenObject =>
  (offset) =>
    createReadStream(path, { start: offset });

/** What the footer of a Parquet file says. */
export async function readParquetLayout({ path, size }: ObjectFile, uri: string): Promise<Layout> {
  const { layout } = await readLayout(opener(path), { size: async () => size, mostGroupBytes });
  if (layout instanceof ParquetFault) throw scanError(`File '${uri}': ${layout.message}`);
  return layout;
}

/** Rows of a Parquet file: lists of texts, and of NULL. Holds one row group. */
export async function* parquetRows({ path, size }: ObjectFile, uri: string): AsyncGenerator<Row> {
  const read = { segment: endless, size: async () => size, mostGroupBytes };
  for await (const part of readParquet(opener(path), read)) {
    if (part.kind === 'rejected') throw scanError(`File '${uri}': ${part.reason}`);
    if (part.kind !== 'records') continue;
    const { rows, firstRow } = part.records;
    for (const [at, row] of rows.entries()) yield { json: JSON.stringify(row), line: firstRow + at + 1 };
  }
}

type JsonFile = { readonly file: ObjectFile; readonly uri: string; readonly table: string; readonly isGzip: boolean };

/** Rows of a file with an object (or a list, for JSONPaths) in each line. Holds a few lines. */
export async function* jsonRows(json: JsonFile): AsyncGenerator<Row> {
  const { file, uri, isGzip } = json;
  if ((await startsAsGzip(file.path)) !== isGzip)
    throw new LoadError(isGzip ? `${uri} is not in the gzip format` : `${uri} is in the gzip format: add GZIP to COPY`);
  try {
    yield* rowsOf(json);
  } catch (error) {
    throw isDamage(error) ? new LoadError(`${uri} is damaged: ${String(error)}`) : error;
  }
}

async function* rowsOf({ file, uri, table }: JsonFile): AsyncGenerator<Row> {
  let line = 0;
  for await (const lines of readLines(file.path, ''))
    for (const json of lines) {
      line += 1;
      if (json.trim() === '') continue;
      if (!isStructure(json)) throw rowError(table, { uri, line }, 'Invalid JSON format: no object in this line');
      yield { json, line };
    }
}

const isDamage = (error: unknown) => error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

function isStructure(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

async function startsAsGzip(path: string): Promise<boolean> {
  const handle = await openFile(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await handle.close();
  }
}
