import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';

const sample = fileURLToPath(new URL('../../samples/dms/', import.meta.url));

/** A file that DMS wrote: two full loads of one shop, and what changed after each. */
type SampleFile = { readonly key: string; readonly bytes: Buffer };

/** The sample's files in the order of arrival, and how many rows they have for the history of each table that is declared. */
export type ChangesSample = {
  readonly files: readonly SampleFile[];
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
};

/** Files of tables that changes.yml no longer declares are left out. */
export function readChangesSample({ sources }: Changes): ChangesSample {
  const list = readFileSync(`${sample}files.tsv`, 'utf8').trim().split('\n').slice(1);
  const files = list.map((line): SampleFile => {
    const [key = '', file = ''] = line.split('\t');
    return { key, bytes: readFileSync(sample + file) };
  });
  const declared = sources.flatMap(({ folder, format, tables }) =>
    tables.map(({ schema, table, name }) => {
      const own = files.filter(({ key }) => key.startsWith(`${folder}/${schema}/${table}/`));
      return { name, files: own, rows: own.reduce((sum, file) => sum + countRows(file, format.header), 0) };
    }),
  );
  const tables = declared.filter(({ rows }) => rows > 0);
  return { files: files.filter((file) => tables.some((table) => table.files.includes(file))), tables };
}

/** Line ends outside of quotes. */
function countRows({ key, bytes }: SampleFile, header: boolean): number {
  const text = key.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  let rows = header ? -1 : 0;
  let isQuoted = false;
  for (const byte of text) {
    if (byte === quote) isQuoted = !isQuoted;
    if (byte === newline && !isQuoted) rows += 1;
  }
  return rows;
}
const quote = 0x22;
const newline = 0x0a;

const secondMs = 1000;

/**
 * Puts the files into the raw bucket one after the other, each once: those of an earlier start are there. A key that comes again is
 * another version, and later by a second: S3 tells times in seconds, and they say which load a change follows. Gives how many are there.
 */
export async function landChanges(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  { files }: ChangesSample,
): Promise<number> {
  const present = await countVersions(s3, bucket);
  const seen = new Set<string>();
  for (const { key, bytes } of files) {
    const left = present.get(key) ?? 0;
    present.set(key, left - 1);
    if (left <= 0) {
      if (seen.has(key)) await nextSecond();
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    }
    if (seen.has(key)) seen.clear();
    seen.add(key);
  }
  return files.length;
}

async function nextSecond(): Promise<void> {
  await sleep(secondMs - (Date.now() % secondMs));
}

async function countVersions(s3: Pick<S3Client, 'send'>, bucket: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { Versions = [] } of paginateVersions(s3, bucket))
    for (const { Key = '' } of Versions) counts.set(Key, (counts.get(Key) ?? 0) + 1);
  return counts;
}

async function* paginateVersions(s3: Pick<S3Client, 'send'>, bucket: string): AsyncGenerator<ListObjectVersionsOutput> {
  let page: ListObjectVersionsOutput = {};
  do {
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    page = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'raw/db/', KeyMarker, VersionIdMarker }),
    );
    yield page;
  } while (page.IsTruncated);
}
