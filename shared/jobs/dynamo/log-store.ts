import * as z from 'zod';
import { causesOf, tablesIn } from '../causes.ts';
import type { JobStore, LogEntry, Start } from '../job-store.ts';
import type { Run } from '../run.ts';
import { inTurns } from './in-turns.ts';
import type { JobsTable } from './table.ts';

export type LogStore = Pick<JobStore, 'targetOf' | 'recordEnd' | 'log' | 'causedBy'> & {
  readonly recordOwner: (target: string, start: Start) => Promise<void>;
  readonly recordEntry: (target: string, run: Run, start: Start) => Promise<void>;
};

const maxExamples = 5;
const maxCauses = 20;
// An item has at most 400 kB, and a page of a query 1 MB.
const maxPartitions = 1_000;

// `partitions` is a reserved word of DynamoDB.
const entryItem = z.object({
  executionId: z.string(),
  runId: z.string().optional(),
  lane: z.string(),
  step: z.string().optional(),
  units: z.number(),
  examples: z.array(z.string()),
  why: z.array(z.string()).default([]),
  ofPartitions: z.array(z.string()).default([]),
  partitionCount: z.number().default(0),
  attempt: z.number(),
  endState: z.string(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  scannedBytes: z.number().optional(),
  message: z.string().optional(),
});

const causedItem = z
  .object({
    target: z.string(),
    executionId: z.string(),
    lane: z.string(),
    endState: z.string(),
    startedAt: z.number(),
  })
  .transform(({ endState: state, startedAt: at, ...rest }) => ({ ...rest, state, at }));

/**
 * What ran, for so many days: `log#<target>`, `<when>#<execution>`; whose an execution is: `execution#<id>`, `execution`; and which table's change
 * made it run: `caused#<target>`, `<when>#<execution>#<table>`, for the index of dependencies.
 */
export function createLogStore(table: JobsTable, days: number): LogStore {
  const expiryOf = (at: number) => Math.floor(at / 1_000) + days * 86_400;
  /** Items of the log, and of each cause: whoever started it may have been killed before its own. */
  const write = async (target: string, run: Run, { start, end }: Written) => {
    const expires = expiryOf(start.at);
    const { sets, values } = entryOf(run, start, expires);
    await table.update(entryKey(target, start), {
      update: `SET ${[...sets, ...end.sets].join(', ')}`,
      values: { ...values, ...end.values },
    });
    const { whenAndWhich, ...caused } = causedOf(target, run, start);
    await inTurns(tablesIn(causesOf(run.units, maxCauses)), (cause) =>
      table.update(
        { pk: `caused#${target}`, sk: `${whenAndWhich}#${cause}` },
        {
          update: `SET ${[...caused.sets, end.sets[0]].join(', ')}`,
          values: {
            ...caused.values,
            ':state': end.values[':state'],
            ':expires': expires,
            ':table': cause,
            ':order': `ran#${whenAndWhich}`,
          },
        },
      ),
    );
  };
  return {
    async recordOwner(target, { executionId, at }) {
      await table.update(ownerKey(executionId), {
        update: 'SET target = :target, expiresAt = :expires',
        values: { ':target': target, ':expires': expiryOf(at) },
      });
    },
    // Started twice with one token it is one execution, which may have ended already.
    recordEntry: (target, run, start) =>
      write(target, run, {
        start,
        end: { sets: ['endState = if_not_exists(endState, :state)'], values: { ':state': 'STARTED' } },
      }),
    async targetOf(executionId) {
      const item = await table.get(ownerKey(executionId));
      return item === undefined ? undefined : z.object({ target: z.string() }).parse(item).target;
    },
    recordEnd: (target, run, { start, state, scannedBytes, message, at }) =>
      write(target, run, {
        start,
        end: {
          sets: ['endState = :state', 'scannedBytes = :bytes', 'message = :message', 'endedAt = :ended'],
          values: { ':state': state, ':bytes': scannedBytes, ':message': message, ':ended': at },
        },
      }),
    async log(target, most) {
      const { items } = await table.query({ pk: `log#${target}`, sk: '' }, { newestFirst: true, most });
      return items.map(readEntry);
    },
    async causedBy(cause, most) {
      const { items } = await table.queryDependency(cause, 'ran#', { newestFirst: true, most });
      return items.map((item) => causedItem.parse(item));
    },
  };
}

type Written = {
  readonly start: Start;
  /** The first of the sets is that of the state. */
  readonly end: { readonly sets: readonly [string, ...string[]]; readonly values: Readonly<Record<string, unknown>> };
};

const ownerKey = (executionId: string) => ({ pk: `execution#${executionId}`, sk: 'execution' });

function entryKey(target: string, { executionId, at }: Start) {
  return { pk: `log#${target}`, sk: `${new Date(at).toISOString()}#${executionId}` };
}

function entryOf({ id, lane, units, attempt }: Run, { executionId, at, step }: Start, expires: number) {
  const partitions = [...new Set(units.flatMap(({ partition }) => partition ?? []))].toSorted();
  const sets = [
    'executionId = :id, runId = :run, lane = :lane, units = :units, examples = :examples, why = :why',
    'ofPartitions = :partitions, partitionCount = :count, attempt = :attempt, startedAt = :at, expiresAt = :expires',
    ...(step === undefined ? [] : ['step = :step']),
  ];
  return {
    sets,
    values: {
      ':id': executionId,
      ':run': id,
      ':lane': lane,
      ':step': step,
      ':units': units.length,
      ':examples': units.slice(0, maxExamples).map((unit) => unit.id),
      ':why': causesOf(units, maxCauses),
      ':partitions': partitions.slice(0, maxPartitions),
      ':count': partitions.length,
      ':attempt': attempt,
      ':at': at,
      ':expires': expires,
    },
  };
}

function causedOf(target: string, { lane }: Run, { executionId, at }: Start) {
  return {
    whenAndWhich: `${new Date(at).toISOString()}#${executionId}`,
    sets: [
      'target = :target, executionId = :id, lane = :lane, startedAt = :at, expiresAt = :expires',
      'dependency = :table, dependencyOrder = :order',
    ],
    values: { ':target': target, ':id': executionId, ':lane': lane, ':at': at },
  };
}

function readEntry(item: unknown): LogEntry {
  const { endState: state, runId: run, ofPartitions: partitions, ...entry } = entryItem.parse(item);
  return { ...entry, run, state, partitions };
}
