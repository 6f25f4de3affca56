import { choiceTexts, usualChoices } from '../../core/choices.ts';
import type { Dashboard } from '../../core/model.ts';
import type { ReportOrder } from '../../core/report/order.ts';
import { reportKey } from '../../core/report/place.ts';
import type { ReportRun } from '../../core/report/run.ts';
import type { TextRow } from '../../drawing/cell.ts';
import { drawingsOf } from '../../drawing/drawings.ts';
import { type ReportRows, reportHtml } from '../../drawing/report.ts';
import type { Letter } from '../../mailing/compose.ts';
import { MailRefusedError } from '../../mailing/send-mail.ts';
import type { KeptReport } from '../../store/report-store.ts';
import { chartsOf } from './ask.ts';
import type { ReportDeps } from './deps.ts';

type Answered = { readonly order: ReportOrder; readonly kept: KeptReport; readonly run: ReportRun };

/** Makes the report of charts that are all answered, puts it into the bucket, and mails it where somebody is mailed. */
export type Deliver = (dashboard: Dashboard, answered: Answered) => Promise<void>;

export function createDeliver(deps: ReportDeps): Deliver {
  return async function deliver(dashboard, answered) {
    const { report, at } = answered.order;
    const rows = await rowsOf(deps, dashboard, answered.run);
    const madeAt = new Date(at);
    const choices = choiceTexts(dashboard, usualChoices(dashboard.parameters, madeAt));
    const drawings = await drawingsOf(dashboard, rows, deps.draw);
    const html = reportHtml({ dashboard, rows, drawings, madeAt, choices });
    const key = reportKey(report, at);
    await deps.put(key, html);
    const place = `s3://${deps.names.bucket}/${key}`;
    const isOurs = await hand(deps, answered, { dashboard, at, rows, choices, place, html });
    if (!isOurs) return;
    deps.count('ReportsMade', 1);
    deps.log.info('Reported', { report, at, place, bytes: html.length, isMailed: deps.mail !== undefined });
  };
}

/** More than a chart shows of its own accord: `mostRows` of chart-sql.ts. */
const mostRows = 10_000;

async function rowsOf({ athena }: ReportDeps, dashboard: Dashboard, { charts }: ReportRun): Promise<ReportRows> {
  const all = new Map<string, { readonly rows: readonly TextRow[] }>();
  for (const { id } of chartsOf(dashboard)) {
    const executionId = charts[id]?.executionId;
    if (executionId === undefined) throw new Error(`The chart ${id} was not asked for`);
    const { rows } = await athena.getRows(executionId, mostRows);
    all.set(id, { rows: rows.map((row) => row.map((cell) => cell ?? null)) });
  }
  return all;
}

/** Written down before SES is told, as SES takes the same twice. False where somebody else hands it over. */
async function hand(deps: ReportDeps, { order, kept, run }: Answered, letter: Letter): Promise<boolean> {
  const { store, mail, now } = deps;
  if (mail === undefined) return store.save(order, kept, { ...run, phase: 'done', since: now() });
  const sending: ReportRun = { ...run, phase: 'sending', since: now() };
  if (!(await store.save(order, kept, sending))) return false;
  const claimed: KeptReport = { state: sending, revision: kept.revision + 1 };
  try {
    await mail(letter);
  } catch (error) {
    if (error instanceof MailRefusedError) await store.save(order, claimed, { ...run, since: now() });
    throw error;
  }
  return store.save(order, claimed, { ...run, phase: 'done', since: now() });
}
