import type { S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { digestLength } from '@tributary/shared/objects/digest.ts';
import { hourFolder, hourOf, partitionsOf } from '@tributary/shared/partitions.ts';
import { atOnce } from '../files/at-once.ts';
import { receiptsAt } from './receipts.ts';

/** The raw object that a file of the lake was made of; `looked`: in how many folders its receipt was looked for. */
export type Origin = { readonly key: string | undefined; readonly looked: number };

const hourMs = 3_600_000;
const hoursBack = 72;
const looksAtOnce = 8;

/**
 * Finds it by its receipt, whose name is the file's own. Receipts lie in the folder of the raw object, which landed in the three days before
 * the file was written; those of files lie in the file's own folder.
 */
export async function originOf(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  key: string,
  generation: number,
): Promise<Origin> {
  const file = key.slice(key.lastIndexOf('/') + 1);
  const name = file.slice(0, digestLength);
  if (!/^[0-9a-f]{32}$/.test(name)) return { key: undefined, looked: 0 };
  const [, table = ''] = key.split('/');
  const folders = foldersOf(table, { key, generation, at: await writtenAt(s3, bucket, key) });
  for (let from = 0; from < folders.length; from += looksAtOnce) {
    const some = folders.slice(from, from + looksAtOnce);
    const found = await atOnce(looksAtOnce, some, (folder) => receiptsAt(s3, bucket, `${folder}${name}`));
    const receipt = found.flatMap(({ receipts }) => receipts).find(({ written }) => written.includes(key));
    if (receipt !== undefined) return { key: receipt.source_key, looked: from + some.length };
  }
  return { key: undefined, looked: folders.length };
}

type OfFile = { readonly key: string; readonly generation: number; readonly at: number };

function foldersOf(table: string, { key, generation, at }: OfFile): readonly string[] {
  const own = partitionsOf(key)
    .map(({ name, value }) => `${name}=${value}/`)
    .join('');
  const files = `file-receipts/${table}/${generation}/`;
  const hours = Array.from({ length: hoursBack + 1 }, (_, back) => `${hourFolder(new Date(at - back * hourMs))}/`);
  const days = [...new Set(hours.map((hour) => hour.replace(/hour=\d+\/$/, '')))];
  if (/^haproxy_(?:requests|events)$/.test(table)) {
    const event = hourOf(partitionsOf(key));
    return [...new Set([...hours, ...(event === undefined ? [] : [`${hourFolder(event)}/`]), ''])].map(
      (folder) => `receipts/${folder}`,
    );
  }
  if (table.endsWith('_changes')) return ['', ...days, ...hours].map((folder) => `change-receipts/${folder}`);
  return [`${files}${own}`, files];
}

async function writtenAt(s3: Pick<S3Client, 'send'>, bucket: string, key: string): Promise<number> {
  try {
    const { LastModified: at } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return at?.getTime() ?? Date.now();
  } catch (error) {
    if (error instanceof NotFound) return Date.now();
    throw error;
  }
}
