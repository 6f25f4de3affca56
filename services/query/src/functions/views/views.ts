import { type StartQuery, tokenOf } from '@tributary/shared/athena.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import { createViewSql, type View } from '../../core/view.ts';
import type { JobLog } from '../../jobs/job-log.ts';

export type ViewsDeps = {
  readonly views: readonly View[];
  readonly names: { readonly lakeDatabase: string; readonly workGroup: string };
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  readonly startQuery: StartQuery;
  readonly jobs: Pick<JobLog, 'getViewSql' | 'recordStart'>;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info'>;
};

/**
 * Puts each view in place that is missing, or is another than its file says, once the tables it reads are there. The next
 * message looks again, and starts again what failed.
 */
export function createViews(deps: ViewsDeps) {
  return async function keepViews({ id, receiveCount }: Pick<Message, 'id' | 'receiveCount'>): Promise<void> {
    for (const view of deps.views) {
      const sql = createViewSql(view, deps.names.lakeDatabase);
      if (await needed(deps, view, sql)) await start(deps, { view, sql, token: tokenOf(sql, id, receiveCount) });
    }
  };
}

async function needed({ names, tableExists, jobs }: ViewsDeps, { view, reads }: View, sql: string): Promise<boolean> {
  for (const table of reads) if (!(await tableExists(names.lakeDatabase, table))) return false;
  return (await jobs.getViewSql(view)) !== sql || !(await tableExists(names.lakeDatabase, view));
}

type Start = { readonly view: View; readonly sql: string; readonly token: string };

async function start({ names, startQuery, jobs, now, log }: ViewsDeps, { view, sql, token }: Start): Promise<void> {
  const { workGroup, lakeDatabase: database } = names;
  const executionId = await startQuery({ sql, workGroup, database, token });
  await jobs.recordStart({ kind: 'view', view: view.view, sql }, executionId, now());
  log.info('View started', { view: view.view, executionId });
}
