import * as z from 'zod';
import type { JobStore, LogEntry, Start } from '../job-store.ts';
import type { Run } from '../run.ts';
import type { JobsTable } from './table.ts';

export type LogStore = Pick<JobStore, 'targetOf' | 'recordEnd' | 'log'> & {
  readonly recordOwner: (target: string, start: Start) => Promise<void>;
  readonly recordEntry: (target: string, run: Run, start: Start) => Promise<void>;
};

const keptSeconds = 90 * 86_400;
const maxExamples = 5;

const entryItem = z.object({
  executionId: z.string(),
  lane: z.string(),
  units: z.number(),
  examples: z.array(z.string()),
  attempt: z.number(),
  endState: z.string(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  scannedBytes: z.number().optional(),
  message: z.string().optional(),
});

/** What ran, for 90 days: `log#<target>`, `<when>#<execution>`; and whose an execution is: `execution#<id>`, `execution`. */
export function createLogStore(table: JobsTable): LogStore {
  return {
    async recordOwner(target, { executionId, at }) {
      await table.update(ownerKey(executionId), {
        update: 'SET target = :target, expiresAt = :expires',
        values: { ':target': target, ':expires': expiryOf(at) },
      });
    },
    async recordEntry(target, run, start) {
      const { sets, values } = entryOf(run, start);
      // Started twice with one token it is one execution, which may have ended already.
      await table.update(entryKey(target, start), {
        update: `SET ${sets}, endState = if_not_exists(endState, :state)`,
        values: { ...values, ':state': 'STARTED' },
      });
    },
    async targetOf(executionId) {
      const item = await table.get(ownerKey(executionId));
      return item === undefined ? undefined : z.object({ target: z.string() }).parse(item).target;
    },
    // All of the entry: whoever started it may have been killed before its own.
    async recordEnd(target, run, { start, ...end }) {
      const { sets, values } = entryOf(run, start);
      await table.update(entryKey(target, start), {
        update: `SET ${sets}, endState = :state, scannedBytes = :bytes, message = :message, endedAt = :ended`,
        values: {
          ...values,
          ':state': end.state,
          ':bytes': end.scannedBytes,
          ':message': end.message,
          ':ended': end.at,
        },
      });
    },
    async log(target, most) {
      const { items } = await table.query({ pk: `log#${target}`, sk: '' }, { newestFirst: true, most });
      return items.map(readEntry);
    },
  };
}

const ownerKey = (executionId: string) => ({ pk: `execution#${executionId}`, sk: 'execution' });

const expiryOf = (at: number) => Math.floor(at / 1_000) + keptSeconds;

function entryKey(target: string, { executionId, at }: Start) {
  return { pk: `log#${target}`, sk: `${new Date(at).toISOString()}#${executionId}` };
}

function entryOf({ lane, units, attempt }: Run, { executionId, at }: Start) {
  return {
    sets: 'executionId = :id, lane = :lane, units = :units, examples = :examples, attempt = :attempt, startedAt = :at, expiresAt = :expires',
    values: {
      ':id': executionId,
      ':lane': lane,
      ':units': units.length,
      ':examples': units.slice(0, maxExamples).map(({ id }) => id),
      ':attempt': attempt,
      ':at': at,
      ':expires': expiryOf(at),
    },
  };
}

function readEntry(item: unknown): LogEntry {
  const { endState: state, ...entry } = entryItem.parse(item);
  return { ...entry, state };
}
