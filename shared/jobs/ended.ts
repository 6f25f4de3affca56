import type { RunFailure } from './after-failure.ts';
import type { End } from './job-store.ts';
import type { Run, TargetState } from './run.ts';

/** A run one of whose statements has ended, or was not taken by Athena (`state` REFUSED); once all of its steps have, what came of them together. */
export type Ended = Pick<TargetState, 'statement' | 'steps'> & {
  readonly run: Run;
  readonly executionId: string;
  /** When it was started (epoch ms). */
  readonly at: number;
  readonly state: string;
  readonly scannedBytes: number;
  readonly failure?: RunFailure | undefined;
  /** Of several steps: the execution that failed, or that its rows come from; */
  readonly result?: string;
  /** what they have written; */
  readonly done?: Run['done'];
  /** and what came of the last of them alone. */
  readonly last?: Pick<End, 'state' | 'scannedBytes' | 'message'> & { readonly step?: string };
};
