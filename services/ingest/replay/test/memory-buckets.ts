import { gunzipSync } from 'node:zlib';
import type { Buckets } from '../functions/replay/buckets.ts';
import { byteChunks, linesOf } from '../functions/replay/lines.ts';
import type { ListVersions, Page } from '../functions/replay/scan.ts';

type Stored = {
  readonly body: Buffer;
  readonly versionId: string;
  readonly storageClass: string;
  readonly modifiedAt: number;
};

export type MemoryBuckets = Buckets & {
  readonly raw: Map<string, Stored[]>;
  readonly lake: Map<string, Stored[]>;
  /** When what is put comes (epoch ms). */
  readonly clock: { now: number };
  /** Puts a delete marker over an object of the raw bucket. */
  remove(key: string): void;
  /** Puts an object, or a further version of it. */
  put(bucket: 'raw' | 'lake', key: string, body: string | Buffer, storageClass?: string): void;
  /** The text of an object of the raw bucket, gunzipped where it is gzip. */
  text(key: string): string;
};

/** Both buckets in memory, listed `pageSize` at a time. */
export function createMemoryBuckets(pageSize = 1000): MemoryBuckets {
  const buckets = { raw: new Map<string, Stored[]>(), lake: new Map<string, Stored[]>() };
  const clock = { now: 0 };
  const deleted = new Set<string>();
  const list =
    (bucket: 'raw' | 'lake'): ListVersions =>
    async (prefix, after) =>
      page(buckets[bucket], { bucket, prefix, after, pageSize, deleted });
  const put: MemoryBuckets['put'] = (bucket, key, body, storageClass = 'STANDARD') => {
    const versions = buckets[bucket].get(key) ?? [];
    const stored = {
      body: Buffer.from(body),
      versionId: `v${versions.length}`,
      storageClass,
      modifiedAt: clock.now,
    };
    buckets[bucket].set(key, bucket === 'raw' ? [stored, ...versions] : [{ ...stored, versionId: 'null' }]);
  };
  const find = (key: string) => buckets.raw.get(key)?.[0]?.body;
  return {
    ...buckets,
    clock,
    put,
    remove: (key) => deleted.add(key),
    text(key) {
      const body = find(key) ?? Buffer.from('(nothing)');
      return (body[0] === 0x1f ? gunzipSync(body) : body).toString('utf8');
    },
    listRaw: list('raw'),
    listLake: list('lake'),
    async *readLines({ bucket, key, versionId }, skip) {
      const versions = buckets[bucket === 'raw' ? 'raw' : 'lake'].get(key) ?? [];
      const body = versions.find((version) => version.versionId === versionId)?.body ?? Buffer.alloc(0);
      let left = skip;
      for await (const line of linesOf(byteChunks(inPieces(body)))) {
        if (left > 0) left -= 1;
        else yield line;
      }
    },
    readRaw: async (key) => find(key)?.toString('utf8'),
    existsRaw: async (key) => find(key) !== undefined,
    writeRaw: async (key, body) => put('raw', key, body),
    writeLake: async (key, body) => put('lake', key, body),
    removeLake: async (key) => {
      buckets.lake.delete(key);
    },
    async writeNewRaw(key, body) {
      if (find(key) !== undefined) return false;
      put('raw', key, body);
      return true;
    },
  };
}

async function* inPieces(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += 1000) yield body.subarray(at, at + 1000);
}

type Listing = {
  readonly bucket: string;
  readonly prefix: string;
  readonly after: { readonly key: string; readonly versionId?: string };
  readonly pageSize: number;
  readonly deleted: ReadonlySet<string>;
};

function page(
  objects: ReadonlyMap<string, readonly Stored[]>,
  { bucket, prefix, after, pageSize, deleted }: Listing,
): Page {
  const all = [...objects.keys()].sort().flatMap((key) =>
    (objects.get(key) ?? []).map((stored, index) => ({
      bucket,
      key,
      versionId: stored.versionId,
      size: stored.body.length,
      storageClass: stored.storageClass,
      isLatest: index === 0 && !deleted.has(key),
      modifiedAt: stored.modifiedAt,
    })),
  );
  const marker = all.findIndex(({ key, versionId }) => key === after.key && versionId === after.versionId);
  const rest = all
    .slice(marker + 1)
    .filter(({ key }) => key.startsWith(prefix) && (key > after.key || (marker >= 0 && key === after.key)));
  const found = rest.slice(0, pageSize);
  const last = found.at(-1);
  return {
    objects: found,
    ...(rest.length > found.length && last !== undefined ? { next: { key: last.key, versionId: last.versionId } } : {}),
  };
}
