import { createHash } from 'node:crypto';
import type { LakeEvent } from '@tributary/shared/events.ts';
import type { SegmentLimits } from '@tributary/shared/objects/progress.ts';
import type { OpenVersion } from '@tributary/shared/objects/raw-objects.ts';
import type { ListVersions } from '@tributary/shared/objects/raw-versions.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import type { Changes } from '../core/declaration/changes.ts';
import { createFindArrival } from './arrivals.ts';
import { createLandFile } from './land-file.ts';
import { createLandMessage, type Landed } from './land-message.ts';

type Stored = {
  readonly key: string;
  readonly versionId: string;
  readonly body: Buffer;
  readonly modifiedAt: number;
};

/** A raw bucket that keeps versions, and what lands of it. `put`: its `Object Created`. */
export function createLandingForTests(changes: Changes, options: { readonly segment?: SegmentLimits } = {}) {
  const stored: Stored[] = [];
  const events: LakeEvent[] = [];
  const sent: string[] = [];
  const lake = createMemoryLake();
  const etagOf = (body: Buffer) => createHash('md5').update(body).digest('hex');
  const list: ListVersions = async ({ Prefix = '' }) => ({
    Versions: stored
      .filter(({ key }) => key.startsWith(Prefix))
      .toReversed()
      .map(({ key, versionId, body, modifiedAt }) => ({
        Key: key,
        VersionId: versionId,
        ETag: etagOf(body),
        LastModified: new Date(modifiedAt),
        IsLatest: stored.findLast((each) => each.key === key)?.versionId === versionId,
      })),
  });
  const openVersion: OpenVersion = async ({ key, versionId }) => {
    const found = stored.find((each) => each.key === key && each.versionId === versionId);
    if (found === undefined) throw new Error(`${key} has no version ${versionId}`);
    return {
      versionId: found.versionId,
      which: `${found.versionId} ${etagOf(found.body)}`,
      modifiedAt: found.modifiedAt,
      readRange: async (offset, length) => ({
        bytes: found.body.subarray(offset, offset + length),
        size: found.body.length,
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
      ...options,
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
