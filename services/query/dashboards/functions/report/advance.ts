import type { Dashboard } from '../../core/model.ts';
import type { ReportOrder } from '../../core/report/order.ts';
import { reportKey } from '../../core/report/place.ts';
import { newReport, nextLookSeconds, type ReportFailure, type ReportRun } from '../../core/report/run.ts';
import type { KeptReport } from '../../store/report-store.ts';
import { chartsOf, createAsk } from './ask.ts';
import { createDeliver } from './deliver.ts';
import type { ReportDeps } from './deps.ts';

/** Does what a report needs next, as far as it goes without waiting. Safe at any time, from several functions at once. */
export type Advance = (dashboard: Dashboard, at: string) => Promise<void>;

export function createAdvance(deps: ReportDeps): Advance {
  const [ask, deliver] = [createAsk(deps), createDeliver(deps)];
  return async function advance(dashboard, at) {
    const order = { report: dashboard.name, at };
    const kept = await deps.store.read(order);
    const run = kept.state ?? newReport(deps.now());
    if (run.phase === 'asking') return goOn(dashboard, { order, kept, run });
    if (run.phase === 'sending') return wait(deps, { order, kept, run });
  };

  async function goOn(dashboard: Dashboard, open: Open): Promise<void> {
    const { order, kept } = open;
    const next = await ask(dashboard, order, open.run);
    if ('failure' in next) return fail(deps, open, next.failure);
    const { run } = next;
    // Whoever has saved another state looks again, too.
    if (!(await deps.store.save(order, kept, run))) return;
    if (!isAnswered(dashboard, run)) return deps.wake(order, nextLookSeconds(run, deps.now()));
    return deliver(dashboard, { order, kept: { state: run, revision: kept.revision + 1 }, run });
  }
}

function isAnswered(dashboard: Dashboard, { charts }: ReportRun): boolean {
  return chartsOf(dashboard).every(({ id }) => charts[id]?.isAnswered === true);
}

type Open = { readonly order: ReportOrder; readonly kept: KeptReport; readonly run: ReportRun };

/** Twice the time that the function has: by then nobody is at it. */
const sendingMs = 120_000;

/** A mail is under way, or was when its function ended: SES may have it, and a second one would be one too many. */
async function wait(deps: ReportDeps, open: Open): Promise<void> {
  const { order, run } = open;
  const leftMs = run.since + sendingMs - deps.now();
  if (leftMs > 0) return deps.wake(order, Math.ceil(leftMs / 1_000));
  const place = `s3://${deps.names.bucket}/${reportKey(order.report, order.at)}`;
  return fail(deps, open, { message: `Nobody knows whether its mail was sent; the report is ${place}` });
}

/** There is no half report: it is told, then written down, and not tried again. */
async function fail(deps: ReportDeps, { order, kept, run }: Open, failure: ReportFailure): Promise<void> {
  deps.log.error('A report failed', { ...order, ...failure });
  const isOurs = await deps.store.save(order, kept, { ...run, phase: 'failed', since: deps.now() });
  if (isOurs) deps.count('ReportsFailed', 1);
}
