import type { Runner } from './execution/runner.ts';
import type { Results } from './results.ts';
import type { RedshiftStore } from './store.ts';

/** What the Data API's operations stand on. */
export type RedshiftData = {
  readonly store: RedshiftStore;
  readonly results: Results;
  readonly runner: Runner;
};
