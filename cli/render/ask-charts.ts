import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import type { Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import type { ReportRows } from '@tributary/query/dashboards/drawing/report.ts';
import { type Ask, QueryFailedError } from '../athena.ts';
import { atOnce } from '../files/at-once.ts';

export type AskChartsDeps = {
  readonly ask: Ask;
  readonly names: { readonly lakeDatabase: string; readonly workGroup: string };
  readonly signal: AbortSignal;
  /** Told after each chart. */
  readonly asked: (done: number, all: number) => void;
};

/** Athena takes some tens at once; a dashboard leaves room for others. */
const chartsAtOnce = 4;

/** The rows of each chart of a dashboard, or what Athena said against it. */
export async function askCharts(
  dashboard: Dashboard,
  choices: Choices,
  { ask, names, signal, asked }: AskChartsDeps,
): Promise<ReportRows> {
  const charts = dashboard.sheets.flatMap((sheet) => sheet.charts);
  let done = 0;
  const answers = await atOnce(chartsAtOnce, charts, async (chart) => {
    const sql = chartSql(chart, names.lakeDatabase, choices);
    const answer = await ask({ sql, database: names.lakeDatabase, workGroup: names.workGroup }, signal).then(
      ({ rows }) => ({ rows }),
      (error: unknown) => {
        if (!(error instanceof QueryFailedError) || signal.aborted) throw error;
        return { failure: error.message };
      },
    );
    done += 1;
    asked(done, charts.length);
    return [chart.id, answer] as const;
  });
  return new Map(answers);
}
