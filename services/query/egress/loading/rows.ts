import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';

/** Values in the order of a copy's columns, each as Athena writes it as text. */
export type Row = readonly (string | null)[];

export type RowFiles = {
  /** Keys of all objects below `s3://bucket/folder/`, as `s3://bucket/key`. */
  readonly list: (location: string) => Promise<readonly string[]>;
  readonly open: (location: string) => Promise<Readable>;
};

const object = z.record(z.string(), z.string().nullable());

/** The rows that UNLOAD wrote below a location (gzip, an object of JSON per line), one after the other; holds a few lines at a time. */
export async function* readRows(files: RowFiles, location: string, columns: readonly string[]): AsyncGenerator<Row> {
  for (const file of await files.list(location))
    for await (const line of linesOf(await files.open(file))) {
      const values = object.parse(JSON.parse(line));
      yield columns.map((column) => values[column] ?? null);
    }
}

async function* linesOf(zipped: Readable): AsyncGenerator<string> {
  const plain = createGunzip();
  zipped.on('error', (error) => plain.destroy(error));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of zipped.pipe(plain)) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
    }
  } finally {
    zipped.destroy();
  }
  if (rest !== '') yield rest;
}

export type BatchLimits = { readonly maxRows: number; readonly maxCharacters: number };

/** Rows in groups of which none is larger than it may be, but for a single row that is. */
export async function* batchesOf(
  rows: AsyncIterable<Row>,
  { maxRows, maxCharacters }: BatchLimits,
): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  let characters = 0;
  for await (const row of rows) {
    const size = row.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    if (batch.length > 0 && (batch.length >= maxRows || characters + size > maxCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}
