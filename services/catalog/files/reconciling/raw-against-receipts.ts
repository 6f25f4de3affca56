import { type KeyVersion, type ListVersions, versionsUnder } from '@tributary/shared/objects/raw-versions.ts';
import { placeOfSegment } from '@tributary/shared/objects/segment-place.ts';
import type { ListObjects } from '../retyping/raw-listing.ts';

export type RawAgainstReceipts = {
  readonly objects: number;
  /** Keys of objects of which there is no receipt. */
  readonly missed: readonly string[];
  /** How many objects have receipts and are gone. */
  readonly orphaned: number;
};

export type CompareRawDeps = {
  readonly listVersions: ListVersions;
  readonly listObjects: ListObjects;
  readonly rawBucket: string;
  readonly lakeBucket: string;
  /** Whether objects of that key become rows. */
  readonly isData: (key: string) => boolean;
  readonly now: () => number;
};

/** What lands now is being converted perhaps. */
const underWayMs = 15 * 60_000;

export type Folder = {
  readonly from: string;
  readonly receipts: string;
  /** Whether its table is there: without one no object has become rows, whatever receipts say. */
  readonly isTable: boolean;
};

/** Compares the objects of a folder with receipts: the names of these are made of key and version, so that none has to be read. */
export async function compareRaw(
  deps: CompareRawDeps,
  { from, receipts, isTable }: Folder,
): Promise<RawAgainstReceipts> {
  const known = isTable ? await namesIn(deps, receipts) : new Set<string>();
  // An object that is converted twice at once becomes the same rows.
  const since = isTable ? deps.now() - underWayMs : Number.POSITIVE_INFINITY;
  const missed: string[] = [];
  let objects = 0;
  for await (const versions of byKey(versionsUnder(deps.listVersions, deps.rawBucket, from))) {
    const newest = newestOf(versions, deps);
    if (newest === undefined) continue;
    objects += 1;
    const nameOf = ({ key, versionId }: KeyVersion) =>
      placeOfSegment({ bucket: deps.rawBucket, key, versionId }, [0], { receipts }).objectName;
    const isKnown = known.has(nameOf(newest));
    // Receipts of a version before are there until the newest is converted.
    for (const version of versions) known.delete(nameOf(version));
    if (!isKnown && newest.modifiedAt < since) missed.push(newest.key);
  }
  return { objects, missed, orphaned: known.size };
}

/** The object that a key has now, if it is one of data. */
function newestOf(versions: readonly KeyVersion[], { isData }: CompareRawDeps): KeyVersion | undefined {
  const newest = versions.find(({ isLatest }) => isLatest);
  return newest?.entityTag !== undefined && isData(newest.key) ? newest : undefined;
}

/** The objects that have receipts. */
async function namesIn({ listObjects, lakeBucket }: CompareRawDeps, receipts: string): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { key } of listObjects(lakeBucket, receipts)) names.add(objectNameOf(key));
  return names;
}

/** The versions of each key, key by key. */
async function* byKey(versions: AsyncIterable<KeyVersion>): AsyncGenerator<readonly KeyVersion[]> {
  let same: KeyVersion[] = [];
  for await (const version of versions) {
    if (same.length > 0 && same[0]?.key !== version.key) {
      yield same;
      same = [];
    }
    same.push(version);
  }
  if (same.length > 0) yield same;
}

/** `0123abc` of `file-receipts/t/1/year=2026/0123abc-1048576.json`. */
function objectNameOf(key: string): string {
  const [name = ''] = key.slice(key.lastIndexOf('/') + 1).split(/[-.]/);
  return name;
}
