import { gunzipSync } from 'node:zlib';
import type { Endpoint, Format } from '@tributary/local/aws/dms/endpoint.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Cloud } from '@tributary/local/kernel/cloud.ts';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const format: Format = {
  ...{ header: false, op: 'Op', opInLoads: true, timestamp: 'dms_ts', sequence: 'dms_seq', beforeImage: undefined },
  ...{ appended: ['timestamp', 'sequence'], nullText: 'NULL', delimiter: ',', newline: '\n', quotes: true },
  ...{ gzip: false, dateFolders: false },
};

export const shop: Endpoint = {
  name: 'shop',
  folder: 'raw/db',
  format,
  tables: [
    { schema: 'shop', table: 'kinds', key: ['id'] },
    { schema: 'shop', table: 'orders', key: ['id', 'line'] },
    { schema: 'shop', table: 'moves', key: [] },
  ],
};

export const crm: Endpoint = {
  name: 'crm',
  folder: 'raw/db/second',
  format: {
    ...format,
    ...{ header: true, op: 'op', opInLoads: false, sequence: undefined, beforeImage: 'BI_' },
    ...{ appended: ['before', 'timestamp'], gzip: true, dateFolders: true },
  },
  tables: [{ schema: 'crm', table: 'settings', key: ['k'] }],
};

const kinds = 'op id f d n t s day span part y b bl flag bits e st j note dms_ts dms_seq'.split(' ');
const columns: Readonly<Record<string, readonly string[]>> = { kinds, moves: ['op', 'what', 'dms_ts', 'dms_seq'] };

type Fields = readonly (string | null)[];
export type FileRow = Readonly<Record<string, string | null>>;

/** What the files of a table say, read by another's reader. */
export function openFiles(cloud: Cloud, bucket: string) {
  /** Of the last full load and after: its files first, then changes by the time in their names. */
  async function keys({ folder }: Endpoint, table: string): Promise<readonly string[]> {
    const found: { readonly key: string; readonly name: string; readonly at: number }[] = [];
    let ContinuationToken: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: `${folder}/`, ContinuationToken };
      const page = await cloud.call(admin, 's3', 'ListObjectsV2', input);
      for (const { Key: key = '', LastModified } of page.Contents ?? [])
        found.push({ key, name: key.slice(key.lastIndexOf('/') + 1), at: Number(LastModified) });
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    const ofTable = found.filter(({ key }) => key.includes(`/${table}/`));
    const since = ofTable.find(({ name }) => name.startsWith('LOAD00000001.'))?.at ?? 0;
    const order = (name: string) => name.replace(/^LOAD/, '0LOAD');
    const kept = ofTable.filter(({ at }) => at >= since);
    return kept.sort((a, b) => (order(a.name) < order(b.name) ? -1 : 1)).map(({ key }) => key);
  }
  async function read(endpoint: Endpoint, key: string): Promise<readonly Fields[]> {
    const { Body } = await cloud.call(admin, 's3', 'GetObject', { Bucket: bucket, Key: key });
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    const text = endpoint.format.gzip ? gunzipSync(bytes) : bytes;
    const cast = (value: string, { quoting }: { quoting: boolean }) => (!quoting && value === 'NULL' ? null : value);
    return z.array(z.array(z.string().nullable())).parse(parse(text, { relax_column_count: false, cast }));
  }
  async function lists(endpoint: Endpoint, table: string): Promise<readonly Fields[]> {
    const all: Fields[] = [];
    for (const key of await keys(endpoint, table)) all.push(...(await read(endpoint, key)));
    return all;
  }
  async function rows(endpoint: Endpoint, table: string): Promise<readonly FileRow[]> {
    const all: FileRow[] = [];
    for (const key of await keys(endpoint, table)) {
      const fields = await read(endpoint, key);
      const names = endpoint.format.header ? (fields[0] ?? []).map(String) : (columns[table] ?? []);
      const data = endpoint.format.header ? fields.slice(1) : fields;
      all.push(...data.map((row) => Object.fromEntries(row.map((value, at) => [names[at] ?? '', value]))));
    }
    return all;
  }
  /** The rows of a table of one key that files with before images leave, in the order of the key's bytes. */
  async function current(endpoint: Endpoint, table: string): Promise<readonly FileRow[]> {
    const left = new Map<string, FileRow>();
    for (const { op, k = '', BI_k, v = null } of await rows(endpoint, table)) {
      if (BI_k) left.delete(BI_k);
      if (op !== 'D') left.set(String(k), { k, v });
    }
    return [...left.values()].sort((a, b) => Buffer.compare(Buffer.from(String(a.k)), Buffer.from(String(b.k))));
  }
  return { keys, lists, rows, current };
}
