import type { Log } from '@tributary/shared/lambda.ts';
import type { FindTable, PartitionLists } from '../../glue/ports.ts';
import { type Place, PlaceError, placeOf } from '../core/place.ts';
import { type DeclaredTables, openPart } from '../core/tables-file.ts';
import { RegisterError } from '../functions/register/register.ts';
import type { Folders, ListedObject } from './folders.ts';
import type { Relisted, Relisting } from './relisting.ts';

export type RelistDeps = Folders & {
  readonly declared: DeclaredTables;
  readonly databases: Readonly<Record<Place['database'], string>>;
  readonly buckets: { readonly raw: string; readonly lake: string };
  readonly findTable: FindTable;
  readonly partitions: Pick<PartitionLists, 'list'>;
  /** Makes an object part of its table, as if it had just come. */
  readonly register: (bucket: string, object: ListedObject) => Promise<void>;
  /** Has a later invocation go on. */
  readonly next: (relisting: Relisting) => Promise<void>;
  readonly report: (relisted: Relisted) => Promise<void>;
  /** So many objects one invocation registers. */
  readonly most: number;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
};

/**
 * Compares the declared tables with the folders that they are of, a table an invocation: whose table or partition Glue does not have is registered by one of
 * its objects. What cannot be is told, and keeps no other table waiting.
 */
export function createRelist(deps: RelistDeps) {
  return async function relist({ relist: what, after, done: before }: Relisting): Promise<void> {
    const folders = what === 'all' ? await foldersOf(deps) : what;
    const done = before ?? { began: new Date(deps.now()).toISOString(), tables: 0, registered: 0, failed: [] };
    const [folder, ...rest] = folders;
    if (folder === undefined) return end(deps, done);
    const found = await relistFolder(deps, folder, after);
    const isDone = found.after === undefined;
    const next = {
      ...done,
      tables: done.tables + (isDone ? 1 : 0),
      registered: done.registered + found.registered,
      failed: [...done.failed, ...found.failed].slice(0, mostFailures),
    };
    await deps.next(isDone ? { relist: rest, done: next } : { relist: folders, after: found.after, done: next });
  };
}

// A message has at most 256 kB.
const mostFailures = 100;

async function end({ report, log }: RelistDeps, done: Relisted): Promise<void> {
  if (done.failed.length > 0) log.warn('Objects cannot be in their tables', { failed: done.failed });
  log.info('Declared tables are compared with their folders', { ...done, failed: done.failed.length });
  await report(done);
}

/** The folders of all declared tables, those too that a name leaves open. */
async function foldersOf(deps: RelistDeps): Promise<readonly string[]> {
  const prefixes = Object.values(deps.declared).map(({ prefix }) => prefix);
  const folders = await Promise.all(
    prefixes.map((prefix) =>
      openPart(prefix) === undefined
        ? [prefix]
        : deps.listFolders(bucketOf(deps, prefix), prefix.slice(0, prefix.indexOf('{'))),
    ),
  );
  return folders.flat();
}

function bucketOf({ buckets }: RelistDeps, key: string): string {
  return key.startsWith('raw/') ? buckets.raw : buckets.lake;
}

type Found = {
  readonly registered: number;
  readonly failed: Relisted['failed'];
  /** There are folders behind this one that have not been looked at. */
  readonly after?: string | undefined;
};

const nothing: Found = { registered: 0, failed: [] };

async function relistFolder(deps: RelistDeps, folder: string, after = ''): Promise<Found> {
  const bucket = bucketOf(deps, folder);
  const first = await deps.firstObject(bucket, folder);
  if (first === undefined) return nothing;
  const place = placeIn(first.key, deps.declared);
  if (place instanceof PlaceError) return { ...nothing, failed: [{ folder, reason: place.message }] };
  const database = deps.databases[place.database];
  const isThere = (await deps.findTable(database, place.table)) !== undefined;
  if (place.partitions.length === 0) return registerEach(deps, bucket, isThere ? [] : [folder]);
  const known = isThere ? await deps.partitions.list(database, place.table) : [];
  const ids = new Set(known.map(({ values }) => values.join('/')));
  const leaves = await leavesOf(deps, { bucket, folder: place.tableFolder, depth: place.partitions.length });
  const missing = leaves.filter((leaf) => leaf > after && !ids.has(valuesOf(leaf, place))).toSorted();
  return registerEach(deps, bucket, missing);
}

function placeIn(key: string, declared: DeclaredTables): Place | PlaceError {
  try {
    return placeOf(key, declared) ?? new PlaceError(`${key} is in no table`);
  } catch (error) {
    if (error instanceof PlaceError) return error;
    throw error;
  }
}

type Within = { readonly bucket: string; readonly folder: string; readonly depth: number };

async function leavesOf(deps: RelistDeps, { bucket, folder, depth }: Within): Promise<readonly string[]> {
  if (depth === 0) return [folder];
  const leaves: string[] = [];
  for (const each of await deps.listFolders(bucket, folder))
    leaves.push(...(await leavesOf(deps, { bucket, folder: each, depth: depth - 1 })));
  return leaves;
}

/** `2026/11/20/13`, of folders that are named so or `year=2026/…`. */
function valuesOf(leaf: string, { tableFolder }: Place): string {
  const names = leaf.slice(tableFolder.length, -1).split('/');
  return names.map((name) => name.slice(name.indexOf('=') + 1)).join('/');
}

async function registerEach(deps: RelistDeps, bucket: string, folders: readonly string[]): Promise<Found> {
  const failed: Relisted['failed'][number][] = [];
  let registered = 0;
  const now = folders.slice(0, deps.most);
  for (const folder of now) {
    const object = await deps.firstObject(bucket, folder);
    if (object === undefined) continue;
    try {
      await deps.register(bucket, object);
      registered += 1;
    } catch (error) {
      if (!(error instanceof PlaceError || error instanceof RegisterError)) throw error;
      failed.push({ folder, reason: error.message });
    }
  }
  return { registered, failed, after: now.length < folders.length ? now.at(-1) : undefined };
}
