import type { Run } from './run.ts';
import type { Step } from './target.ts';

/** What came of a step. */
export type StepEnd = {
  readonly scannedBytes: number;
  readonly executionId: string;
  readonly failure?: Run['failure'];
  /** Rows of the target that it wrote. */
  readonly rows?: number | undefined;
  /** What a step that explains has said. */
  readonly explained?: string | undefined;
};

/** A run after one of its steps: `next` is its step, if there is one, else the run has come to its end. */
export type AfterStep = { readonly run: Run; readonly next: Step | undefined };

/** Which step follows, and what is known by then. Once a step has failed only those follow that explain it or tidy up; what fails of these changes nothing. */
export function afterStep(steps: readonly Step[], run: Run, end: StepEnd): AfterStep {
  const at = run.step ?? 0;
  const step = steps[at];
  const failure = failureOf(run, step, end);
  const next = steps.findIndex((one, index) => index > at && runs(one, failure !== undefined));
  return {
    run: {
      ...run,
      step: next < 0 ? steps.length : next,
      scannedBytes: (run.scannedBytes ?? 0) + end.scannedBytes,
      done: doneBy(run, step, end),
      failure,
    },
    next: next < 0 ? undefined : steps[next],
  };
}

function runs({ always, explains }: Step, hasFailed: boolean): boolean {
  return hasFailed ? always === true || explains === true : explains !== true;
}

const mostOfMessage = 3_000;

function failureOf({ failure }: Run, step: Step | undefined, end: StepEnd): Run['failure'] {
  if (failure === undefined) return step?.always === true ? undefined : end.failure;
  if (end.explained === undefined) return failure;
  return { ...failure, message: `${failure.message}\n${end.explained}`.slice(0, mostOfMessage) };
}

/** Of what published last; before anything has, of the last that was no tidying. */
function doneBy({ done }: Run, step: Step | undefined, end: StepEnd): Run['done'] {
  const { executionId } = end;
  if (end.failure !== undefined || step?.always === true || step?.explains === true) return done;
  if (step?.publishes === true) return { executionId, rows: (done?.rows ?? 0) + (end.rows ?? 0) };
  return done?.rows === undefined ? { executionId } : done;
}

/** Whether all that was to be done is done, and what follows only tidies up. */
export function isPublished({ run, next }: AfterStep): boolean {
  return next?.always === true && run.failure === undefined && run.told !== true;
}

/** The run as it was before its first step. */
export function fromTheStart(of: Run): Run {
  const { step: _step, scannedBytes: _bytes, done: _done, told: _told, failure: _failure, ...run } = of;
  return run;
}
