import type { Athena } from '../athena.ts';
import type { Rows } from '../athena-rows.ts';
import type { Log } from '../lambda.ts';
import { type AfterStep, afterStep, isPublished, type StepEnd } from './after-step.ts';
import type { Ended } from './ended.ts';
import type { JobStore } from './job-store.ts';
import { rowsText } from './rows-text.ts';
import type { Run } from './run.ts';
import type { Step, Target } from './target.ts';
import { expansionOf } from './work.ts';

export type EndStepDeps = Pick<Athena, 'getRows' | 'getUpdateCount'> & {
  readonly jobs: Pick<JobStore, 'recordEnd' | 'nextStep'>;
  /** Draws the consequences of rows that readers see now. */
  readonly published: (ended: Ended) => Promise<unknown>;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
};

/** A run of several statements goes on with the next; undefined then, else the end of the whole run. Done again after a kill it comes to the same. */
export async function endStep(deps: EndStepDeps, target: Target, ended: Ended): Promise<Ended | undefined> {
  const { run, steps } = ended;
  const step = steps?.[run.step ?? 0];
  if (steps === undefined || step === undefined) return ended;
  const outcome = await outcomeOf(deps, target, { step, ended });
  const all = withAdded(steps, run.step ?? 0, outcome.added);
  const after = afterStep(all, run, outcome.end);
  if (after.next === undefined) return endOfRun(ended, after, { step: step.name, failure: outcome.end.failure });
  const isOut = isPublished(after);
  if (isOut) await deps.published(withDone(ended, after));
  const message = outcome.end.failure?.message ?? '';
  const { executionId, at, scannedBytes } = ended;
  const state = outcome.end.failure === undefined ? ended.state : stateOf(ended);
  const end = { start: { executionId, at, step: step.name }, state, scannedBytes, message, at: deps.now() };
  await deps.jobs.recordEnd(target.name, run, end);
  const next = isOut ? { ...after.run, told: true as const } : after.run;
  await deps.jobs.nextStep(target.name, run, next, outcome.added.length === 0 ? undefined : all);
  return undefined;
}

type Outcome = { readonly end: StepEnd; readonly added: readonly Step[] };
type Happened = { readonly step: Step; readonly ended: Ended };

const mostFaults = 20;
const mostRows = 1_000;

async function outcomeOf(deps: EndStepDeps, target: Target, happened: Happened): Promise<Outcome> {
  const { step, ended } = happened;
  const { executionId, scannedBytes, failure, state } = ended;
  const end = { executionId, scannedBytes };
  if (failure === undefined) return successOf(deps, target, happened);
  // What explains or tidies up and fails leaves the run what it is.
  if (step.always || step.explains)
    deps.log.warn('A step failed that nothing depends on', { target: target.name, step: step.name, ...failure });
  return { end: { ...end, failure: { ...failure, executionId, state } }, added: [] };
}

async function successOf(deps: EndStepDeps, target: Target, { step, ended }: Happened): Promise<Outcome> {
  const { executionId, scannedBytes, run } = ended;
  const end = { executionId, scannedBytes };
  if (step.explains) return { end: { ...end, explained: await explanation(deps, step, executionId) }, added: [] };
  if (step.publishes) return { end: { ...end, rows: await deps.getUpdateCount(executionId) }, added: [] };
  if (!step.mustBeEmpty && !step.expands) return { end, added: [] };
  const result = await deps.getRows(executionId, step.expands ? mostRows : mostFaults);
  const added = step.expands ? expansionOf(target, run, { step: step.name, result }) : [];
  const fault = step.mustBeEmpty && result.rows.length > 0 ? faultOf(target, { step, result, executionId }) : undefined;
  return { end: { ...end, failure: fault }, added };
}

const explanation = async ({ getRows }: EndStepDeps, { name, shows }: Step, executionId: string) =>
  `${name}: ${rowsText(await getRows(executionId, mostFaults), shows)}`;

type Fault = { readonly step: Step; readonly result: Rows; readonly executionId: string };

function faultOf({ explain }: Target, { step, result, executionId }: Fault) {
  const message = `${step.name}: ${rowsText(result, step.shows)}`;
  const { where } = explain?.(step.sql, '') ?? {};
  return { category: 'user', message, retryable: false, where, executionId, state: 'FAILED' } as const;
}

const stateOf = ({ state }: Ended) => (state === 'SUCCEEDED' ? 'FAILED' : state);

function withAdded(steps: readonly Step[], at: number, added: readonly Step[]): readonly Step[] {
  return [...steps.slice(0, at + 1), ...added, ...steps.slice(at + 1)];
}

/** The statement's end as that of all that the run has done. */
function withDone(ended: Ended, { run: { done, scannedBytes = 0 } }: AfterStep): Ended {
  return { ...ended, scannedBytes, done, failure: undefined, result: done?.executionId ?? ended.executionId };
}

type LastStep = { readonly step: string; readonly failure: Run['failure'] };

/** The run as it stands in the store, and what came of all of its steps. */
function endOfRun(ended: Ended, { run: after }: AfterStep, { step, failure: own }: LastStep): Ended {
  const { state, scannedBytes } = ended;
  const last = { state: own === undefined ? state : stateOf(ended), scannedBytes, message: own?.message ?? '', step };
  const total = { ...withDone(ended, { run: after, next: undefined }), last };
  if (after.failure === undefined) return total;
  const { executionId: failed, state: failedState, ...failure } = after.failure;
  return { ...total, failure, result: failed, state: failedState };
}
