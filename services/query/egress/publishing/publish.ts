import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Copy } from '../core/copy.ts';
import { bookOf, type Manifest, manifest, mostLayers, nextManifest } from '../core/manifest.ts';
import type { CopyRun } from '../core/state.ts';
import { verdict } from '../core/verdict.ts';
import { NeedsAllError } from '../loading/load-errors.ts';
import { placeOf } from '../loading/row-files.ts';
import { createSweep } from './sweep.ts';

type Client = Pick<S3Client, 'send'>;
type Found = { readonly manifest?: Manifest; readonly etag?: string };

/**
 * Has a run's files be the copy's present version: `current.json` beside their folder, written last and only over what was read, says so. Folders
 * that neither it nor the one before names are removed. Gives how many folders the copy consists of; throws NeedsAllError.
 */
export function createPublish(client: Client) {
  const sweep = createSweep(client);
  return async function publish(copy: Copy, run: CopyRun): Promise<number> {
    const place = manifestOf(run);
    const found = await read(client, place);
    if (!isNeeded(copy, run, found.manifest)) return found.manifest?.layers.length ?? 0;
    const written = nextManifest(copy, run, found.manifest);
    await write(client, place, { content: written, over: found.etag });
    const named = [found.manifest, written].flatMap((each) => each?.layers.map(({ folder }) => folder) ?? []);
    await sweep(place.Bucket, place.Folder, new Set(named));
    return written.layers.length;
  };
}

function isNeeded({ id }: Copy, run: CopyRun, before: Manifest | undefined): boolean {
  const next = verdict(run, before && bookOf(before));
  const isTooMany = next === 'apply' && run.scope !== 'all' && (before?.layers.length ?? 0) >= mostLayers;
  if (next === 'needs all' || isTooMany) throw new NeedsAllError(`The changes of ${id} have nothing to build upon`);
  return next === 'apply';
}

function manifestOf({ location }: CopyRun) {
  const { Bucket, Key } = placeOf(location);
  const Folder = Key.replace(/[^/]+\/$/, '');
  return { Bucket, Folder, Key: `${Folder}current.json` };
}

type Place = { readonly Bucket: string; readonly Key: string };

async function read(client: Client, { Bucket, Key }: Place): Promise<Found> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const text = (await Body?.transformToString()) ?? '';
    return { manifest: manifest.parse(JSON.parse(text)), ...(ETag === undefined ? {} : { etag: ETag }) };
  } catch (error) {
    if (error instanceof NoSuchKey) return {};
    throw error;
  }
}

type Written = { readonly content: Manifest; readonly over: string | undefined };

async function write(client: Client, { Bucket, Key }: Place, { content, over }: Written): Promise<void> {
  const Body = JSON.stringify(content, undefined, 2);
  const condition = over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over };
  await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json', ...condition }));
}
