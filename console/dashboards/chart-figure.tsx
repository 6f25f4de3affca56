import type { Chart } from '@tributary/query/dashboards/core/model.ts';
import type { TextRow } from '@tributary/query/dashboards/drawing/cell.ts';
import { gridOf, pivotOf } from '@tributary/query/dashboards/drawing/grid.ts';
import { kpiOf } from '@tributary/query/dashboards/drawing/kpi.ts';
import { isDrawn } from '@tributary/query/dashboards/drawing/option.ts';
import { Drawing } from '../parts/drawing.tsx';
import { Busy, Failure } from '../parts/notice.tsx';
import { NumberTable } from '../parts/numbers.tsx';
import { ChartMenu } from './chart-menu.tsx';
import type { AnswerState } from './use-answers.ts';

type Props = { readonly chart: Chart; readonly sql: string; readonly state: AnswerState };

/** A chart in its place, whether it is awaited, failed, empty or there. */
export function ChartFigure({ chart, sql, state }: Props) {
  const { id, type, title, description, width } = chart;
  const rows = state.answer?.rows;
  return (
    <section
      class={`chart chart-${type}${state.isAsking ? ' asking' : ''}`}
      id={id}
      aria-labelledby={`${id}-title`}
      style={{ '--width': width }}
    >
      <header>
        <h3 id={`${id}-title`}>{title}</h3>
        <ChartMenu chart={chart} sql={sql} rows={rows} />
      </header>
      {description !== undefined && <p class="quiet">{description}</p>}
      {state.error !== undefined && <Failure error={state.error} what="Athena could not answer." />}
      {rows === undefined && state.error === undefined && <Busy what="Athena is asked" />}
      {rows !== undefined && state.error === undefined && <Content chart={chart} rows={rows} />}
    </section>
  );
}

function Content({ chart, rows }: { readonly chart: Chart; readonly rows: readonly TextRow[] }) {
  if (rows.length === 0) return <p class="notice nothing">No rows for what is chosen.</p>;
  if (isDrawn(chart)) return <Drawing chart={chart} rows={rows} />;
  if (chart.type === 'kpi') return <KpiText chart={chart} rows={rows} />;
  const grid = chart.type === 'pivot' ? pivotOf(chart, rows) : gridOf(chart, rows);
  return <NumberTable label={chart.title} grid={grid} />;
}

function KpiText({ chart, rows }: { readonly chart: Chart; readonly rows: readonly TextRow[] }) {
  const { value, of, before } = kpiOf(chart, rows);
  return (
    <>
      <p class="figure">
        <span class="value">{value}</span> {of !== undefined && <span class="quiet">{of}</span>}
      </p>
      {before !== undefined && (
        <p class="before">
          {before.change === undefined ? '' : `${before.change} against `}
          <span class="value">{before.value}</span> <span class="quiet">{before.of}</span>
        </p>
      )}
    </>
  );
}
