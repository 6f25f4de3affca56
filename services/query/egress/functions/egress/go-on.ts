import { StatementRefusedError } from '@tributary/shared/athena.ts';
import { tokenOf } from '@tributary/shared/athena-token.ts';
import type { Copy } from '../../core/copy.ts';
import type { CopyFailure, CopyRun } from '../../core/state.ts';
import { unloadSql } from '../../core/unload-sql.ts';
import { failureOfLoad, NeedsAllError } from '../../loading/load-errors.ts';
import type { Kept } from '../../store/copy-store.ts';
import { createConcludeCopy } from './conclude-copy.ts';
import type { AdvanceDeps } from './deps.ts';
import { loadRedshift } from './load-redshift.ts';
import type { Step } from './step.ts';

/** One step of a copy's run. Whether there is more to do at once. */
export type GoOn = (copy: Copy, kept: Kept, run: CopyRun) => Promise<boolean>;

export function createGoOn(deps: AdvanceDeps): GoOn {
  const conclude = createConcludeCopy(deps);
  return async function goOn(copy, kept, run) {
    // What another declaration began is no copy any more.
    if (run.digest !== copy.digest) return abandon(deps, copy, kept);
    const step = run.outcome ?? (await steps[run.phase](deps, copy, run));
    if (step === undefined) return false;
    if (!('run' in step)) return conclude(copy, kept, run, step);
    const isSaved = await deps.store.save(copy.id, kept, { ...kept.state, run: step.run });
    return isSaved && step.atOnce;
  };
}

const steps = { unload, load };

async function abandon({ store }: AdvanceDeps, { id }: Copy, kept: Kept): Promise<boolean> {
  const { run: _, ...state } = kept.state;
  return store.save(id, kept, state);
}

async function unload(deps: AdvanceDeps, copy: Copy, run: CopyRun): Promise<Step> {
  if (run.executionId === undefined) return start(deps, copy, run);
  const execution = await deps.athena.getQuery(run.executionId);
  if (execution.state === 'SUCCEEDED') {
    deps.count('ScannedBytes', execution.scannedBytes);
    return { run: { ...run, phase: 'load', since: deps.now() }, atOnce: true };
  }
  if (execution.failure !== undefined) return { failure: failureOf(execution.failure, run) };
  if (deps.now() < run.since + deps.maxMs.unload) return undefined;
  await deps.athena.stopQuery(run.executionId);
  return run.stopped === true ? undefined : { run: { ...run, stopped: true }, atOnce: false };
}

function failureOf(failure: CopyFailure, { stopped }: CopyRun): CopyFailure {
  if (failure.category !== 'cancelled' || stopped !== true) return failure;
  return { category: 'timeout', message: `UNLOAD took too long, and was stopped: ${failure.message}`, retryable: true };
}

async function start({ athena, names }: AdvanceDeps, copy: Copy, run: CopyRun): Promise<Step> {
  const { database, workGroup } = names;
  const { snapshot } = run.version;
  try {
    const sql = unloadSql(copy, { database, snapshot, scope: run.scope, location: run.location });
    const executionId = await athena.startQuery({ sql, workGroup, database, token: tokenOf('egress', run.id) });
    return { run: { ...run, executionId }, atOnce: false };
  } catch (error) {
    if (!(error instanceof StatementRefusedError)) throw error;
    return { failure: { category: 'user', message: error.message, retryable: false } };
  }
}

async function load(deps: AdvanceDeps, copy: Copy, run: CopyRun): Promise<Step> {
  const { destination } = copy;
  if (destination.to === 's3') return publish(deps, copy, run);
  if (destination.to === 'redshift') return loadRedshift(deps, { ...copy, destination }, run);
  if (run.asked !== true) {
    await deps.askToLoad(copy.id, run.id);
    return { run: { ...run, asked: true }, atOnce: false };
  }
  if (deps.now() < run.since + deps.maxMs.load) return undefined;
  return { failure: { category: 'timeout', message: 'The load took too long, or was cut off', retryable: true } };
}

async function publish(deps: AdvanceDeps, copy: Copy, run: CopyRun): Promise<Step> {
  try {
    return { rows: await deps.publish(copy, run) };
  } catch (error) {
    if (!(error instanceof NeedsAllError)) throw error;
    return { failure: failureOfLoad(error) };
  }
}
