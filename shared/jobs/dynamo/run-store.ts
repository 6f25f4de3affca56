import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { JobStore, Start } from '../job-store.ts';
import { nameOf, type Run, run as runSchema, type TargetState } from '../run.ts';
import type { JobsTable } from './table.ts';

export type RunStore = Pick<
  JobStore,
  'state' | 'claim' | 'retry' | 'recordStop' | 'endRun' | 'noteWake' | 'noteMeasured'
> & {
  readonly started: (target: string, run: Run, start: Start) => Promise<void>;
};

const stateItem = z.object({
  run: z.string().optional(),
  runId: z.string().optional(),
  statement: z.instanceof(Uint8Array).optional(),
  executionId: z.string().optional(),
  startedAt: z.number().optional(),
  stopped: z.boolean().optional(),
  claimedAt: z.record(z.string(), z.number()).default({}),
  digest: z.string().optional(),
  prepared: z.string().optional(),
  wakeAt: z.number().optional(),
});

const keyOf = (target: string) => ({ pk: `target#${target}`, sk: 'state' });

/** What a target does, as the item `target#<name>`, `state`. */
export function createRunStore(table: JobsTable): RunStore {
  return {
    state: async (target) => readState(await table.get(keyOf(target))),
    async claim(target, run, { statement, at, isNew }) {
      await table.update(keyOf(target), {
        update: 'SET claimedAt = if_not_exists(claimedAt, :none)',
        values: { ':none': {} },
      });
      return table.update(keyOf(target), {
        update: `SET run = :run, runId = :id, statement = :statement, digest = :digest${isNew ? ', claimedAt.#lane = :at' : ''} REMOVE executionId, startedAt, stopped`,
        condition: 'attribute_not_exists(runId)',
        ...(isNew ? { names: { '#lane': run.lane } } : {}),
        values: {
          ':run': JSON.stringify(run),
          ':id': nameOf(run),
          ':statement': gzipSync(statement),
          ':digest': run.digest,
          ...(isNew ? { ':at': at } : {}),
        },
      });
    },
    async started(target, run, { executionId, at }) {
      await table.update(keyOf(target), {
        update: 'SET executionId = :execution, startedAt = if_not_exists(startedAt, :at)',
        condition: 'runId = :id',
        values: { ':execution': executionId, ':at': at, ':id': nameOf(run) },
      });
    },
    async retry(target, run, next) {
      await table.update(keyOf(target), {
        update: 'SET run = :run, runId = :next REMOVE executionId, startedAt, stopped',
        condition: 'runId = :id',
        values: { ':run': JSON.stringify(next), ':next': nameOf(next), ':id': nameOf(run) },
      });
    },
    async recordStop(target, run) {
      await table.update(keyOf(target), {
        update: 'SET stopped = :yes',
        condition: 'runId = :id',
        values: { ':yes': true, ':id': nameOf(run) },
      });
    },
    async endRun(target, run, prepared) {
      const set = prepared === undefined ? '' : 'SET prepared = :prepared ';
      await table.update(keyOf(target), {
        update: `${set}REMOVE run, runId, statement, executionId, startedAt, stopped`,
        condition: 'runId = :id',
        values: { ':prepared': prepared, ':id': nameOf(run) },
      });
    },
    noteWake: (target, at, now) =>
      table.update(keyOf(target), {
        update: 'SET wakeAt = :at',
        condition: 'attribute_not_exists(wakeAt) OR wakeAt > :at OR wakeAt <= :now',
        values: { ':at': at, ':now': now },
      }),
    noteMeasured: (target, at, before) =>
      table.update(keyOf(target), {
        update: 'SET measuredAt = :at',
        condition: 'attribute_not_exists(measuredAt) OR measuredAt < :before',
        values: { ':at': at, ':before': before },
      }),
  };
}

function readState(item: unknown = {}): TargetState {
  const { run, runId: _, statement, ...rest } = stateItem.parse(item);
  return {
    ...rest,
    run: run === undefined ? undefined : runSchema.parse(JSON.parse(run)),
    statement: statement === undefined ? undefined : gunzipSync(statement).toString('utf8'),
  };
}
