import type { LakeEvent } from '../events.ts';
import type { RunFailure } from './after-failure.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';

export type FailedRun = {
  readonly run: Run;
  readonly failure: RunFailure;
  /** None of a statement that Athena did not take. */
  readonly executionId: string | undefined;
  /** Whether its units are no longer tried. */
  readonly isAside: boolean;
  /** A statement in Athena's console. */
  readonly linkOf?: ((executionId: string) => string) | undefined;
};

const maxNamed = 100;

/** `Dataset Failed`: what failed, of whose doing, and what to do about it. */
export function failedEvent({ name, command }: Pick<Target, 'name' | 'command'>, failed: FailedRun): LakeEvent {
  const { run, failure, executionId, isAside, linkOf } = failed;
  const { category, message, where } = failure;
  return {
    type: 'Dataset Failed',
    detail: {
      version: '1',
      dataset: name,
      attempt: run.attempt,
      category,
      message,
      ...(where === undefined ? {} : { where }),
      ...(executionId === undefined ? {} : { queryExecutionId: executionId }),
      ...(executionId === undefined || linkOf === undefined ? {} : { link: linkOf(executionId) }),
      command: command?.(run.units) ?? `lake retry ${name}`,
      willRetry: !isAside,
      ...(isAside ? { setAside: run.units.slice(0, maxNamed).map(({ id }) => id) } : {}),
    },
  };
}
