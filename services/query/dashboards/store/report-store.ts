import { createKeptState, type Kept } from '@tributary/shared/jobs/dynamo/kept-state.ts';
import type { JobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import type { ReportOrder } from '../core/report/order.ts';
import { type ReportRun, reportRun } from '../core/report/run.ts';

export type KeptReport = Kept<ReportRun | undefined>;

/** What is known of reports, by dashboard and time. */
export type ReportStore = {
  readonly read: (order: ReportOrder) => Promise<KeptReport>;
  /** False where somebody has saved another state since it was read. */
  readonly save: (order: ReportOrder, kept: KeptReport, next: ReportRun) => Promise<boolean>;
};

/** Longer than a message can lie in a queue and its dead letters, after which the same report would be made again. */
const keptSeconds = 90 * 86_400;

/** In the jobs' table, under `report#<dashboard>`. */
export function createReportStore(table: Pick<JobsTable, 'get' | 'update'>): ReportStore {
  const states = createKeptState(table, (stored) => reportRun.optional().parse(stored));
  const key = ({ report, at }: ReportOrder) => ({ pk: `report#${report}`, sk: at });
  return {
    read: (order) => states.read(key(order)),
    save: (order, kept, next) => states.save(key(order), kept, next, Math.floor(next.began / 1_000) + keptSeconds),
  };
}
