import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import type { Copy } from '../../core/copy.ts';
import { loadOrder } from '../../core/order.ts';
import type { CopyRun, CopyState } from '../../core/state.ts';
import type { DatabaseCopy } from '../../loading/load-database.ts';
import { failureOfLoad } from '../../loading/load-errors.ts';
import type { Loaded, LoadPlan } from '../../loading/plan.ts';
import type { Row } from '../../loading/rows.ts';
import type { Access } from '../../loading/secret.ts';
import type { CopyStore } from '../../store/copy-store.ts';

export type LoadDeps = {
  readonly copies: readonly Copy[];
  readonly store: Pick<CopyStore, 'read' | 'save'>;
  readonly readSecret: (id: string) => Promise<Access>;
  readonly readRows: (location: string, columns: readonly string[]) => AsyncIterable<Row>;
  readonly loadDatabase: (plan: LoadPlan, access: Access) => Promise<Loaded>;
  /** Has egress draw the consequences. */
  readonly wake: (copy: string, delaySeconds: number) => Promise<void>;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
};

/** Brings the files of a run to its database, and writes down how that ended; for egress to conclude. A run that is over is left alone. */
export function createLoad(deps: LoadDeps) {
  return async function load({ body }: Pick<Message, 'body'>): Promise<void> {
    const order = loadOrder.parse(body);
    const copy = deps.copies.find(({ id }) => id === order.load);
    const run = copy && (await takeUp(deps, copy, order.run));
    if (copy === undefined || run === undefined) {
      deps.log.info('Nothing to load any more', order);
      return;
    }
    const outcome = await bring(deps, copy, run);
    await change(deps, copy, run.id, (found) => ({ ...found, outcome }));
    await deps.wake(copy.id, 0);
  };
}

/** The run, if it is to be loaded: its time begins now. */
async function takeUp(deps: LoadDeps, copy: Copy, runId: string): Promise<CopyRun | undefined> {
  const state = await change(deps, copy, runId, (run) => ({ ...run, since: deps.now() }));
  return state?.run;
}

const tries = 10;

/** Changes the run, if it is still the copy's and has no outcome. */
async function change(
  { store }: LoadDeps,
  { id, digest }: Copy,
  runId: string,
  by: (run: CopyRun) => CopyRun,
): Promise<CopyState | undefined> {
  for (let at = 0; at < tries; at += 1) {
    const kept = await store.read(id);
    const { run } = kept.state;
    if (run?.id !== runId || run.digest !== digest || run.phase !== 'load' || run.outcome !== undefined)
      return undefined;
    const next = { ...kept.state, run: by(run) };
    if (await store.save(id, kept, next)) return next;
  }
  throw new Error(`The state of ${id} changes all the time`);
}

async function bring(deps: LoadDeps, copy: Copy, run: CopyRun): Promise<NonNullable<CopyRun['outcome']>> {
  const { destination } = copy;
  try {
    if (destination.to === 's3' || destination.to === 'redshift') throw new Error(`${copy.id} is no database`);
    const database: DatabaseCopy = { ...copy, destination };
    const rows = () => deps.readRows(run.location, Object.keys(copy.columns));
    const loaded = await deps.loadDatabase({ copy: database, run, rows }, await deps.readSecret(destination.secret));
    deps.count('RowsCopied', loaded.rows);
    return loaded;
  } catch (error) {
    const failure = failureOfLoad(error);
    deps.log.warn('The load failed', { copy: copy.id, run: run.id, failure });
    return { failure };
  }
}
