import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { JobStore, Start, Work } from '../job-store.ts';
import { type Run, run as runSchema, type TargetState } from '../run.ts';
import type { Step } from '../target.ts';
import type { JobsTable } from './table.ts';

export type RunStore = Pick<
  JobStore,
  | 'state'
  | 'claim'
  | 'retry'
  | 'nextStep'
  | 'noteFilled'
  | 'forgetFilled'
  | 'recordStop'
  | 'endRun'
  | 'noteWake'
  | 'noteMeasured'
> & {
  /** Notes that the run has been started; gives when it was first (epoch ms), undefined where it is no longer the target's. */
  readonly started: (target: string, run: Run, start: Start) => Promise<number | undefined>;
};

const stateItem = z.object({
  run: z.string().optional(),
  runId: z.string().optional(),
  statement: z.instanceof(Uint8Array).optional(),
  steps: z.instanceof(Uint8Array).optional(),
  executionId: z.string().optional(),
  startedAt: z.number().optional(),
  stopped: z.boolean().optional(),
  claimedAt: z.record(z.string(), z.number()).default({}),
  digest: z.string().optional(),
  prepared: z.string().optional(),
  filled: z.string().optional(),
  wakeAt: z.number().optional(),
});

const keyOf = (target: string) => ({ pk: `target#${target}`, sk: 'state' });

/** What a target does, as the item `target#<name>`, `state`. */
export function createRunStore(table: JobsTable): RunStore {
  return {
    state: async (target) => readState(await table.get(keyOf(target))),
    async claim(target, run, { at, isNew, isFirst = true, ...work }) {
      if (isFirst)
        await table.update(keyOf(target), {
          update: 'SET claimedAt = if_not_exists(claimedAt, :none)',
          values: { ':none': {} },
        });
      const packed = pack(target, work);
      return table.update(keyOf(target), {
        update: `SET run = :run, runId = :id, ${packed.sets}, digest = :digest${isNew ? ', claimedAt.#lane = :at' : ''} REMOVE executionId, startedAt, stopped`,
        condition: 'attribute_not_exists(runId)',
        ...(isNew ? { names: { '#lane': run.lane } } : {}),
        values: {
          ':run': JSON.stringify(run),
          ':id': stepNameOf(run),
          ...packed.values,
          ':digest': run.digest,
          ...(isNew ? { ':at': at } : {}),
        },
      });
    },
    async started(target, run, { executionId, at }) {
      const item = await table.updated(keyOf(target), {
        update: 'SET executionId = :execution, startedAt = if_not_exists(startedAt, :at)',
        condition: 'runId = :id',
        values: { ':execution': executionId, ':at': at, ':id': stepNameOf(run) },
      });
      return item === undefined ? undefined : stateItem.parse(item).startedAt;
    },
    retry: (target, run, next, steps) => replace(table, target, { run, next, steps }),
    nextStep: (target, run, next, steps) => replace(table, target, { run, next, steps }),
    async recordStop(target, run) {
      await table.update(keyOf(target), {
        update: 'SET stopped = :yes',
        condition: 'runId = :id',
        values: { ':yes': true, ':id': stepNameOf(run) },
      });
    },
    async endRun(target, run, prepared) {
      const set = prepared === undefined ? '' : 'SET prepared = :prepared ';
      await table.update(keyOf(target), {
        update: `${set}REMOVE run, runId, statement, steps, executionId, startedAt, stopped`,
        condition: 'runId = :id',
        values: { ':prepared': prepared, ':id': stepNameOf(run) },
      });
    },
    async noteFilled(target, digest) {
      await table.update(keyOf(target), { update: 'SET filled = :digest', values: { ':digest': digest } });
    },
    async forgetFilled(target) {
      await table.update(keyOf(target), { update: 'REMOVE filled' });
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

type Replacement = { readonly run: Run; readonly next: Run; readonly steps: readonly Step[] | undefined };

async function replace(table: JobsTable, target: string, { run, next, steps }: Replacement): Promise<void> {
  const packed = steps === undefined ? undefined : pack(target, { steps });
  await table.update(keyOf(target), {
    update: `SET run = :run, runId = :next${packed === undefined ? '' : `, ${packed.sets}`} REMOVE executionId, startedAt, stopped`,
    condition: 'runId = :id',
    values: { ':run': JSON.stringify(next), ':next': stepNameOf(next), ':id': stepNameOf(run), ...packed?.values },
  });
}

// An item has at most 400 kB, the run's units among them. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const maxPackedBytes = 250_000;

/** Statements that are too many or too long for the item of a target. */
class WorkTooLargeError extends Error {
  override readonly name = 'WorkTooLargeError';
}

function pack(target: string, { statement = '', steps }: Work) {
  const bytes = gzipSync(steps === undefined ? statement : JSON.stringify(steps));
  if (bytes.length > maxPackedBytes)
    throw new WorkTooLargeError(`The statements of a run of ${target} have ${bytes.length} bytes, compressed`);
  return steps === undefined
    ? { sets: 'statement = :work', values: { ':work': bytes } }
    : { sets: 'steps = :work', values: { ':work': bytes } };
}

/** Each step of each attempt of a run is one of its own. */
function stepNameOf({ id, attempt, step = 0 }: Run): string {
  return `${id}#${attempt}${step === 0 ? '' : `#${step}`}`;
}

const storedSteps = z.array(
  z.object({
    name: z.string(),
    sql: z.string(),
    ...{ mustBeEmpty: flag(), always: flag(), expands: flag(), explains: flag(), publishes: flag() },
    shows: z.array(z.string()).optional(),
  }),
);

function flag() {
  return z.literal(true).optional();
}

function readState(item: unknown = {}): TargetState {
  const { run, runId: _, statement, steps, ...rest } = stateItem.parse(item);
  return {
    ...rest,
    run: run === undefined ? undefined : runSchema.parse(JSON.parse(run)),
    statement: statement === undefined ? undefined : gunzipSync(statement).toString('utf8'),
    steps: steps === undefined ? undefined : storedSteps.parse(JSON.parse(gunzipSync(steps).toString('utf8'))),
  };
}
