import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { noSuchBucket } from './fault.ts';
import { type ObjectIndex, openObjectIndex } from './object-index.ts';
import type { BucketChange, BucketRecord, StoredObject, UploadedPart, UploadRecord } from './record.ts';

/** S3's state on disk: buckets, their indexes, the objects' files, and uploads under way. */
export type S3Store = {
  readonly buckets: Journal<BucketRecord>;
  readonly uploads: Journal<UploadRecord>;
  /** By `<uploadId>/<part number>`. */
  readonly parts: Journal<UploadedPart>;
  /** Throws NoSuchBucket. */
  bucket(name: string): BucketRecord;
  changeBucket(name: string, change: BucketChange): void;
  createBucket(record: BucketRecord): void;
  removeBucket(name: string): void;
  index(bucket: string): ObjectIndex;
  /** A name for a file that is being written; such files are swept when the store opens again. */
  temporaryFile(): string;
  partFile(name: string): string;
  /** Moves a written file into the bucket; its name there is returned. */
  adopt(bucket: string, key: string, path: string): string;
  objectPath(bucket: string, object: Pick<StoredObject, 'file'>): string;
  /** Removes a file once readers who have just found it have had time to open it. */
  retire(path: string): void;
  /** Greater at each call, also across restarts. */
  nextSequencer(): string;
  /** Removes files that a killed process left without an entry. */
  sweep(): Promise<void>;
  stop(): void;
};

const graceMs = 60_000;

export function openS3Store(dir: string, clock: Clock): S3Store {
  const buckets = openJournal<BucketRecord>(join(dir, 'buckets.jsonl'));
  const indexes = new Map<string, ObjectIndex>();
  const retired = new Set<string>();
  const temporary = join(dir, 'incoming');
  const partsDir = join(dir, 'parts');
  rmSync(temporary, { recursive: true, force: true });
  for (const folder of [temporary, partsDir]) mkdirSync(folder, { recursive: true });

  const bucketDir = (bucket: string) => join(dir, 'buckets', bucket);
  const objectPath = (bucket: string, object: Pick<StoredObject, 'file'>) =>
    join(bucketDir(bucket), 'objects', object.file);
  const find = (name: string) => {
    const record = buckets.get(name);
    if (!record) throw noSuchBucket(name);
    return record;
  };
  const openIndex = (bucket: string) => {
    const index = openObjectIndex(join(bucketDir(bucket), 'index.jsonl'));
    indexes.set(bucket, index);
    return index;
  };
  const sequencer = createSequencer(clock);
  for (const bucket of buckets.keys()) sequencer.passOver(openIndex(bucket));
  const remove = (path: string) => {
    retired.delete(path);
    if (existsSync(path)) unlinkSync(path);
  };

  return {
    buckets,
    uploads: openJournal<UploadRecord>(join(dir, 'uploads.jsonl')),
    parts: openJournal<UploadedPart>(join(dir, 'parts.jsonl')),
    bucket: find,
    changeBucket: (name, change) => buckets.put(name, { ...find(name), ...change }),
    createBucket(record) {
      rmSync(bucketDir(record.name), { recursive: true, force: true });
      buckets.put(record.name, record);
      openIndex(record.name);
    },
    removeBucket(name) {
      buckets.delete(name);
      indexes.delete(name);
      rmSync(bucketDir(name), { recursive: true, force: true });
    },
    index: (bucket) => indexes.get(find(bucket).name) ?? openIndex(bucket),
    temporaryFile: () => join(temporary, randomUUID()),
    partFile: (name) => join(partsDir, name),
    adopt(bucket, key, path) {
      const file = fileName(key);
      const target = objectPath(bucket, { file });
      mkdirSync(dirname(target), { recursive: true });
      renameSync(path, target);
      return file;
    },
    objectPath,
    retire(path) {
      retired.add(path);
      clock.after(graceMs, () => remove(path));
    },
    nextSequencer: sequencer.next,
    async sweep() {
      for (const bucket of buckets.keys())
        await sweepFolder(join(bucketDir(bucket), 'objects'), (file) => {
          const index = indexes.get(bucket);
          return index === undefined || retired.has(objectPath(bucket, { file })) || filesOf(index).has(file);
        });
    },
    stop() {
      for (const path of [...retired]) remove(path);
    },
  };
}

/** Two characters of a folder, a unique name, and the key's extension, by which people and engines know a format. */
function fileName(key: string): string {
  const id = randomUUID();
  const extension = /(\.[A-Za-z0-9]{1,12}){1,2}$/.exec(key)?.[0] ?? '';
  return `${id.slice(0, 2)}/${id}${extension}`;
}

function filesOf(index: ObjectIndex): ReadonlySet<string> {
  const files = new Set<string>();
  for (const key of index.keys)
    for (const version of index.versions(key)) if (!version.deleteMarker) files.add(version.file);
  return files;
}

async function sweepFolder(folder: string, isKept: (file: string) => boolean): Promise<void> {
  if (!existsSync(folder)) return;
  for (const file of await readdir(folder, { recursive: true })) {
    const path = join(folder, file);
    if (file.includes('/') && !isKept(file) && existsSync(path)) unlinkSync(path);
  }
}

function createSequencer(clock: Clock) {
  let last = 0n;
  return {
    next(): string {
      const now = BigInt(clock.now()) << 12n;
      last = now > last ? now : last + 1n;
      return last.toString(16).toUpperCase().padStart(18, '0');
    },
    passOver(index: ObjectIndex): void {
      for (const key of index.keys) {
        const newest = index.newest(key);
        if (newest && BigInt(`0x${newest.sequencer}`) > last) last = BigInt(`0x${newest.sequencer}`);
      }
    },
  };
}
