import type { FilesLake } from '../files/files-lake.ts';
import type { Declared } from '../jobs/declared.ts';
import type { Look } from '../jobs/look.ts';
import type { DeadLetterSeen } from './dead-letter.ts';
import { type Derived, derivedFrom, type Reads } from './derived.ts';
import { readGeneration } from './generation.ts';
import { type Reader, readerOf } from './reader.ts';
import { type ReceiptsSeen, readReceipts } from './receipts.ts';
import { type Folder, readFolders } from './registered.ts';
import { type DerivedState, derivedState } from './units.ts';
import { type RawVersion, readVersions } from './versions.ts';
import { type Place, tableWhereItLies } from './where-it-lies.ts';

/** What waits where an object would: `dead` undefined where nothing is given up. */
export type Waits = {
  readonly queue: string;
  readonly waiting: number;
  readonly deadLetters: { readonly queue: string; readonly messages: number };
  readonly dead: DeadLetterSeen | undefined;
};

/** The whole way of an object of the raw bucket. */
export type ObjectTrace = {
  readonly bucket: string;
  readonly key: string;
  readonly reader: Reader | undefined;
  readonly versions: readonly RawVersion[];
  /** Of the newest version that is no mark of a deletion. */
  readonly seen: ReceiptsSeen;
  readonly folders: readonly Folder[];
  readonly derived: readonly DerivedState[];
  /** Looked at where there is no receipt. */
  readonly waits: Waits | undefined;
  /** Of an object that is part of a table where it lies. */
  readonly place: Place | undefined;
};

export type Tracing = {
  readonly lake: Pick<FilesLake, 's3' | 'glue' | 'names'>;
  readonly reads: Reads;
  /** What statements of a table do; undefined where its service is not there. */
  readonly look: (of: Pick<Declared, 'name' | 'service' | 'kind'>) => Promise<Look | undefined>;
  readonly waits: (reader: Reader, key: string) => Promise<Waits | undefined>;
};

const nothing: ReceiptsSeen = { receipts: [], isCut: false, isUnderWay: false };

/** Follows an object of the raw bucket to wherever it has come. */
export async function traceObject({ lake, reads, look, waits }: Tracing, key: string): Promise<ObjectTrace> {
  const { s3, glue, names } = lake;
  const bucket = names.rawBucket;
  const reader = readerOf(key);
  const versions = await readVersions(s3, bucket, key);
  const newest = versions.find(({ bytes }) => bytes !== undefined);
  if (newest === undefined || reader === undefined) {
    const place = newest === undefined ? undefined : await tableWhereItLies(glue, names.rawDatabase, key);
    return { bucket, key, reader, versions, seen: nothing, folders: [], derived: [], waits: undefined, place };
  }
  const source = { bucket, key, versionId: newest.versionId };
  const generation = reader.table === undefined ? 1 : await readGeneration(glue, names.lakeDatabase, reader.table);
  const seen = await readReceipts(s3, names.lakeBucket, { source, reader, generation });
  const written = seen.receipts.flatMap((receipt) => receipt.written.filter((each) => each.startsWith('lake/')));
  const since = Math.max(0, ...seen.receipts.map(({ at }) => at));
  const [folders, derived, waiting] = await Promise.all([
    readFolders(glue, names.lakeDatabase, written),
    statesOf(derivedFrom(reads, names.lakeBucket, written), look, since),
    seen.receipts.length === 0 ? waits(reader, key) : undefined,
  ]);
  return { bucket, key, reader, versions, seen, folders, derived, waits: waiting, place: undefined };
}

async function statesOf(
  all: readonly Derived[],
  look: Tracing['look'],
  since: number,
): Promise<readonly DerivedState[]> {
  const states: DerivedState[] = [];
  // One after another: each reads all that waits for its table.
  for (const derived of all)
    states.push(derivedState(derived, await look(derived), settledSince(derived, states, since)));
  return states;
}

/** What is made of a derived table is done by a statement that began after the one that made that. */
function settledSince({ of }: Derived, before: readonly DerivedState[], since: number): number {
  const sources = before.filter(({ name, state }) => of.includes(name) && state === 'done');
  return Math.max(since, ...sources.map(({ at = 0 }) => at));
}
