import type { LakeEvent } from '@tributary/shared/events.ts';
import type { Copy } from '../../core/copy.ts';
import { nameOf } from '../../core/egress.ts';
import {
  afterCopyFailure,
  afterCopySuccess,
  type CopyFailure,
  type CopyRun,
  type CopyState,
} from '../../core/state.ts';
import type { Kept } from '../../store/copy-store.ts';
import type { AdvanceDeps } from './deps.ts';

type CopyOutcome = { readonly rows: number } | { readonly failure: CopyFailure };

/** Draws the consequences of a run's end: it is told, then written down. Whoever is killed in between tells twice rather than never. */
export type ConcludeCopy = (copy: Copy, kept: Kept, run: CopyRun, outcome: CopyOutcome) => Promise<boolean>;

export function createConcludeCopy(deps: AdvanceDeps): ConcludeCopy {
  return async function concludeCopy(copy, kept, run, outcome) {
    if ('failure' in outcome) return fail(deps, copy, kept, { run, failure: outcome.failure });
    const next = afterCopySuccess(kept.state, deps.now());
    if (!(await deps.store.save(copy.id, kept, next))) return true;
    deps.count('CopiesMade', 1);
    const { sequence, committedAt } = run.version;
    const seconds = Math.max(0, (deps.now() - committedAt) / 1_000);
    deps.countBy('SecondsBehind', { copy: copy.id }, seconds);
    deps.log.info('Copied', { copy: copy.id, version: sequence, scope: run.scope, rows: outcome.rows, seconds });
    return true;
  };
}

type Failed = { readonly run: CopyRun; readonly failure: CopyFailure };

async function fail(deps: AdvanceDeps, copy: Copy, kept: Kept, failed: Failed): Promise<boolean> {
  const { now, chance, count, log } = deps;
  const { run, failure } = failed;
  const next = afterCopyFailure(kept.state, failed, { now: now(), chance: chance() });
  log.warn('Copy failed', { copy: copy.id, run: run.id, executionId: run.executionId, ...failure });
  if (failure.needsAll === true) return deps.store.save(copy.id, kept, next);
  await deps.sendEvents([failedEvent(copy, failed, next)]);
  if (!(await deps.store.save(copy.id, kept, next))) return true;
  count('CopiesFailed', 1);
  if (next.aside !== undefined) count('CopiesSetAside', 1);
  return true;
}

function failedEvent(copy: Copy, { run, failure }: Failed, next: CopyState): LakeEvent {
  const name = nameOf(copy.destination);
  return {
    type: 'Dataset Failed',
    detail: {
      version: '1',
      dataset: copy.dataset,
      attempt: next.failures,
      category: failure.category,
      message: `egress ${name}: ${failure.message}`,
      ...(run.executionId === undefined ? {} : { queryExecutionId: run.executionId }),
      willRetry: next.aside === undefined,
      ...(next.aside === undefined ? {} : { setAside: [`egress ${name}`] }),
    },
  };
}
