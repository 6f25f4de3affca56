import { createHash } from 'node:crypto';
import type { LakeEvent } from '@tributary/shared/events.ts';
import type { SegmentLimits } from '@tributary/shared/objects/progress.ts';
import type { OpenVersion } from '@tributary/shared/objects/raw-objects.ts';
import type { ListVersions } from '@tributary/shared/objects/raw-versions.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake, type MemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import type { Changes } from '../core/declaration/changes.ts';
import { createFindArrival } from './arrivals.ts';
import { createLandFile } from './land-file.ts';
import { createLandMessage, type Landed } from './land-message.ts';

type Stored = {
  readonly key: string;
  readonly versionId: string;
  /** Of a delete marker none. */
  readonly body: Buffer | undefined;
  readonly modifiedAt: number;
};

type Options = { readonly segment?: SegmentLimits; readonly lake?: MemoryLake };

/** A raw bucket that keeps versions, and what lands of it. `put`: its `Object Created`. */
export function createLandingForTests(changes: Changes, options: Options = {}) {
  const stored: Stored[] = [];
  const events: LakeEvent[] = [];
  const sent: string[] = [];
  const { lake = createMemoryLake(), ...limits } = options;
  const etagOf = (body: Buffer) => createHash('md5').update(body).digest('hex');
  /** S3 lists the versions of a key the newest first. */
  const list: ListVersions = async ({ Prefix = '' }) => {
    const listed = stored.filter(({ key }) => key.startsWith(Prefix)).toReversed();
    const shown = ({ key, versionId, modifiedAt }: Stored) => ({
      Key: key,
      VersionId: versionId,
      LastModified: new Date(modifiedAt),
      IsLatest: stored.findLast((each) => each.key === key)?.versionId === versionId,
    });
    return {
      Versions: listed.flatMap((each) =>
        each.body === undefined ? [] : [{ ...shown(each), ETag: etagOf(each.body) }],
      ),
      DeleteMarkers: listed.filter(({ body }) => body === undefined).map(shown),
    };
  };
  const openVersion: OpenVersion = async ({ key, versionId }) => {
    const found = stored.find((each) => each.key === key && each.versionId === versionId);
    if (found?.body === undefined) throw new Error(`${key} has no version ${versionId}`);
    const { body } = found;
    return {
      versionId: found.versionId,
      which: `${found.versionId} ${etagOf(body)}`,
      modifiedAt: found.modifiedAt,
      readRange: async (offset, length) => ({
        bytes: body.subarray(offset, offset + length),
        size: body.length,
      }),
      otherVersions: async () => [],
    };
  };
  const landMessage = createLandMessage({
    changes,
    findArrival: createFindArrival({ list, openVersion }),
    landFile: createLandFile({
      salvage: createSalvage(),
      lake,
      sendEvents: async (all) => {
        events.push(...all);
      },
      lakeBucket: 'lake',
      rejectedPrefix: 'rejected/test/',
      ...limits,
    }),
    tellUndeclared: async (_, key) => {
      sent.push(`undeclared ${key}`);
    },
    send: async (body) => {
      sent.push(body);
    },
  });
  return {
    lake,
    events,
    sent,
    put(key: string, body: Buffer, modifiedAt: number) {
      const versionId = `v${stored.length + 1}`;
      stored.push({ key, versionId, body, modifiedAt });
      return objectCreatedOf(key, versionId);
    },
    /** Puts a delete marker. */
    remove(key: string, modifiedAt: number) {
      stored.push({ key, versionId: `v${stored.length + 1}`, body: undefined, modifiedAt });
    },
    /** Lands what an event tells of, to its end. */
    async land(event: unknown, remainingMs = () => 300_000): Promise<readonly Landed[]> {
      const landed: Landed[] = [await landMessage(event, remainingMs)];
      for (let next = sent.pop(); next !== undefined && !next.startsWith('undeclared'); next = sent.pop())
        landed.push(await landMessage(JSON.parse(next), remainingMs));
      return landed;
    },
  };
}

function objectCreatedOf(key: string, versionId: string) {
  return {
    id: versionId,
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'raw' }, object: { key, 'version-id': versionId } },
  };
}
