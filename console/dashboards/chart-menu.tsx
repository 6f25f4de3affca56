import type { Chart } from '@tributary/query/dashboards/core/model.ts';
import type { TextRow } from '@tributary/query/dashboards/drawing/cell.ts';
import { isDrawn } from '@tributary/query/dashboards/drawing/option.ts';
import { hrefOf } from '../app/route.ts';
import { Popover } from '../parts/popover.tsx';
import { save } from '../parts/save.ts';
import { csvOf } from './csv.ts';

type Props = {
  readonly chart: Chart;
  readonly sql: string;
  /** Undefined while they are awaited. */
  readonly rows: readonly TextRow[] | undefined;
};

/** What can be had of a chart beside the sight of it. */
export function ChartMenu({ chart, sql, rows }: Props) {
  return (
    <Popover label="⋯" title={`Menu of ${chart.title}`} align="end" class="chart-menu">
      {(close) => {
        const after = (work: () => void) => () => {
          work();
          close();
        };
        return (
          <ul class="choices">
            <li>
              <a href={hrefOf('sql', [], { sql })}>See the SQL</a>
            </li>
            {rows !== undefined && (
              <li>
                <button type="button" onClick={after(() => saveCsv(chart, rows))}>
                  Download CSV
                </button>
              </li>
            )}
            {rows !== undefined && rows.length > 0 && isDrawn(chart) && (
              <li>
                <button type="button" onClick={after(() => void saveSvg(chart, rows))}>
                  Download SVG
                </button>
              </li>
            )}
          </ul>
        );
      }}
    </Popover>
  );
}

function saveCsv({ id, groups, values }: Chart, rows: readonly TextRow[]): void {
  const head = [...groups, ...values].map(({ label }) => label);
  save(`${id}.csv`, 'text/csv', csvOf(head, rows));
}

async function saveSvg(chart: Chart, rows: readonly TextRow[]): Promise<void> {
  if (!isDrawn(chart)) return;
  const { svgOf } = await import('@tributary/query/dashboards/drawing/svg.ts');
  save(`${chart.id}.svg`, 'image/svg+xml', svgOf(chart, rows));
}
