import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import { choiceTexts } from '@tributary/query/dashboards/core/choices.ts';
import type { Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { drawingsOf } from '@tributary/query/dashboards/drawing/drawings.ts';
import { reportHtml } from '@tributary/query/dashboards/drawing/report.ts';
import { StatementError } from '../aws/athena.ts';
import { answers } from './athena-answers.ts';

export type MadeReport = { readonly html: string; readonly failures: number };

/** The file that `lake render` writes, of what Athena has answered to this page, and else answers now. */
export async function reportOf(dashboard: Dashboard, database: string, choices: Choices): Promise<MadeReport> {
  const { signal } = new AbortController();
  const charts = dashboard.sheets.flatMap((sheet) => sheet.charts);
  const found = await Promise.all(
    charts.map(async (chart) => {
      const answer = await answers.ask(chartSql(chart, database, choices), signal).then(
        ({ rows }) => ({ rows }),
        (error: unknown) => {
          if (!(error instanceof StatementError)) throw error;
          return { failure: error.message };
        },
      );
      return [chart.id, answer] as const;
    }),
  );
  const rows = new Map(found);
  const { svgOf } = await import('@tributary/query/dashboards/drawing/svg.ts');
  const html = reportHtml({
    dashboard,
    rows,
    drawings: await drawingsOf(dashboard, rows, svgOf),
    madeAt: new Date(),
    choices: choiceTexts(dashboard, choices),
  });
  return { html, failures: found.filter(([, answer]) => 'failure' in answer).length };
}
