import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import type { Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import type { ReportRows } from '@tributary/query/dashboards/drawing/report.ts';
import { type Ask, QueryFailedError } from '../athena.ts';

export type AskChartsDeps = {
  readonly ask: Ask;
  readonly names: { readonly lakeDatabase: string; readonly workGroup: string };
  readonly signal: AbortSignal;
  /** Told after each chart. */
  readonly asked: (done: number, all: number) => void;
};

/** Athena takes some tens at once; a dashboard leaves room for others. */
const atOnce = 4;

/** The rows of each chart of a dashboard, or what Athena said against it. */
export async function askCharts(
  dashboard: Dashboard,
  choices: Choices,
  { ask, names, signal, asked }: AskChartsDeps,
): Promise<ReportRows> {
  const charts = dashboard.sheets.flatMap((sheet) => sheet.charts);
  const waiting = [...charts];
  const found = new Map<string, { readonly rows: Awaited<ReturnType<Ask>>['rows'] } | { readonly failure: string }>();
  const work = async () => {
    for (let chart = waiting.shift(); chart !== undefined; chart = waiting.shift()) {
      const sql = chartSql(chart, names.lakeDatabase, choices);
      try {
        const { rows } = await ask({ sql, database: names.lakeDatabase, workGroup: names.workGroup }, signal);
        found.set(chart.id, { rows });
      } catch (error) {
        if (!(error instanceof QueryFailedError) || signal.aborted) throw error;
        found.set(chart.id, { failure: error.message });
      }
      asked(found.size, charts.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found;
}
