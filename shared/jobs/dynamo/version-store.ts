import * as z from 'zod';
import type { LineageStore, Version } from '../lineage.ts';
import { allPages } from './all-pages.ts';
import { inTurns } from './in-turns.ts';
import type { JobsTable } from './table.ts';

export type VersionStore = Pick<LineageStore, 'made' | 'versions' | 'noteBackfill' | 'backfills'>;

const versionItem = z
  .object({ sk: z.string(), digest: z.string(), executionId: z.string(), madeAt: z.number() })
  .transform(({ sk: partition, madeAt: at, ...rest }): Version => ({ ...rest, partition, at }));

const backfillItem = z
  .object({ fromPartition: z.string(), toPartition: z.string(), orderedAt: z.number() })
  .transform(({ fromPartition: from, toPartition: to, orderedAt: at }) => ({ from, to, at }));

/** By which SQL each partition was made last: `made#<target>`, `<partition>`; and which were told to be made anew: `backfill#<target>`, `<when>#…`. */
export function createVersionStore(table: JobsTable, days: number): VersionStore {
  return {
    // A run that is concluded a second time, after another one, must not make its partitions older again.
    made: (target, versions) =>
      inTurns(versions, ({ partition, digest, executionId, at }) =>
        table.update(
          { pk: `made#${target}`, sk: partition },
          {
            update: 'SET digest = :digest, executionId = :id, madeAt = :at',
            condition: 'attribute_not_exists(madeAt) OR madeAt <= :at',
            values: { ':digest': digest, ':id': executionId, ':at': at },
          },
        ),
      ),
    async versions(target) {
      const items = await allPages((from) => table.query({ pk: `made#${target}`, sk: '' }, { from }));
      return items.map((item) => versionItem.parse(item));
    },
    async noteBackfill(target, { from, to, at }) {
      await table.update(
        { pk: `backfill#${target}`, sk: `${new Date(at).toISOString()}#${from}~${to}` },
        {
          update: 'SET fromPartition = :from, toPartition = :to, orderedAt = :at, expiresAt = :expires',
          values: { ':from': from, ':to': to, ':at': at, ':expires': Math.floor(at / 1_000) + days * 86_400 },
        },
      );
    },
    async backfills(target) {
      const { items } = await table.query({ pk: `backfill#${target}`, sk: '' }, { newestFirst: true, most: 100 });
      return items.map((item) => backfillItem.parse(item));
    },
  };
}
