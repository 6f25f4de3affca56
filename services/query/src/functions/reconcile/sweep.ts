import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import { attemptOf } from '@tributary/shared/jobs/run.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import { stagedName, stagedOf } from '../../core/statements/staged.ts';

export type SweepDeps = {
  readonly store: Pick<JobStore, 'state' | 'noteMeasured'>;
  /** The names of the folders of Iceberg tables in the lake's bucket. */
  readonly listFolders: () => Promise<readonly string[]>;
  /** Removes a table from the catalog, if it is there, and all objects of its folder. */
  readonly removeTable: (table: string) => Promise<void>;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
};

const everyMs = 3_600_000;

/** Removes, once an hour, staged tables that belong to no run: each run drops its own, unless Athena could not. */
export function createSweep({ store, listFolders, removeTable, now, log }: SweepDeps) {
  return async function sweep(): Promise<void> {
    if (!(await store.noteMeasured('staged tables', now(), now() - everyMs))) return;
    // Listed first: a run that begins meanwhile has a name that is not among them.
    for (const name of await listFolders()) {
      if (!(await isLeft(store, name))) continue;
      log.warn('A staged table was left behind', { table: name });
      await removeTable(name);
    }
  };
}

async function isLeft(store: SweepDeps['store'], name: string): Promise<boolean> {
  const table = stagedOf(name);
  if (table === undefined) return false;
  const { run } = await store.state(table);
  return run === undefined || stagedName(table, attemptOf(run)) !== name;
}
