import type { CopyFailure, CopyRun } from '../../core/state.ts';

/** What a step comes to: another state of the run, its end, or nothing yet. */
export type Step =
  | { readonly run: CopyRun; readonly atOnce: boolean }
  | { readonly failure: CopyFailure }
  | { readonly rows: number }
  | undefined;
