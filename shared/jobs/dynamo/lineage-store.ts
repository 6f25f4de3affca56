import * as z from 'zod';
import type { LineageStore } from '../lineage.ts';
import { allPages } from './all-pages.ts';
import { inTurns } from './in-turns.ts';
import type { JobsTable } from './table.ts';

const standingItem = z
  .object({
    sk: z.string(),
    digest: z.string().optional(),
    noted: z.string().optional(),
    readsTables: z.array(z.string()).default([]),
    removedAt: z.number().optional(),
    last: z.object({ state: z.string(), executionId: z.string(), at: z.number(), message: z.string() }).optional(),
    freshAt: z.number().optional(),
  })
  .transform(({ sk: target, readsTables: reads, ...rest }) => ({ ...rest, target, reads }));

const readingItem = z.object({ target: z.string(), distance: z.number() });
const keyItem = z.object({ sk: z.string() });

const standingOf = (target: string) => ({ pk: 'standing', sk: target });
const readingsOf = (target: string) => `reads#${target}`;
const maxMessage = 1_000;

type DefinitionStore = Omit<LineageStore, 'causedBy' | 'made' | 'versions' | 'noteBackfill' | 'backfills'>;

/**
 * How targets stand: `standing`, `<target>`, all in one query; and which tables each reads: `reads#<target>`, `<table>`, for the index of
 * dependencies: what hangs on a table is one query, too.
 */
export function createLineageStore(table: JobsTable): DefinitionStore {
  const removeReadings = async (target: string, isLeft: (name: string) => boolean) => {
    const items = await allPages((from) => table.query({ pk: readingsOf(target), sk: '' }, { from }));
    const names = items.map((item) => keyItem.parse(item).sk).filter((name) => !isLeft(name));
    await inTurns(names, (sk) => table.remove({ pk: readingsOf(target), sk }, { condition: 'attribute_exists(pk)' }));
  };
  return {
    async standings() {
      const items = await allPages((from) => table.query({ pk: 'standing', sk: '' }, { from }));
      return items.map((item) => standingItem.parse(item));
    },
    // What it is noted by comes last: whoever is killed before does it all again.
    async define({ target, digest, reads }, noted) {
      const tables = new Set(reads.map((each) => each.table));
      await removeReadings(target, (name) => tables.has(name));
      await inTurns(reads, ({ table: name, distance }) =>
        table.update(
          { pk: readingsOf(target), sk: name },
          {
            update: 'SET target = :target, distance = :distance, dependency = :table, dependencyOrder = :order',
            values: {
              ':target': target,
              ':distance': distance,
              ':table': name,
              ':order': `reads#${String(distance).padStart(4, '0')}#${target}`,
            },
          },
        ),
      );
      await table.update(standingOf(target), {
        update: 'SET digest = :digest, noted = :noted, readsTables = :reads REMOVE removedAt',
        values: {
          ':digest': digest,
          ':noted': noted,
          ':reads': reads.filter(({ distance }) => distance === 1).map((each) => each.table),
        },
      });
    },
    async undefine(target, at) {
      await removeReadings(target, () => false);
      return table.update(standingOf(target), {
        update: 'SET removedAt = :at REMOVE noted',
        condition: 'attribute_exists(pk) AND attribute_not_exists(removedAt)',
        values: { ':at': at },
      });
    },
    async stand(target, { message, ...stood }) {
      const isFresh = stood.state === 'SUCCEEDED';
      const last = { ...stood, message: message.slice(0, maxMessage) };
      await table.update(standingOf(target), {
        update: `SET #last = :last${isFresh ? ', freshAt = :at' : ''}`,
        names: { '#last': 'last' },
        values: { ':last': last, ...(isFresh ? { ':at': stood.at } : {}) },
      });
    },
    async dependents(name) {
      const items = await allPages((from) => table.queryDependency(name, 'reads#', { from }));
      return items.map((item) => readingItem.parse(item));
    },
  };
}
