import type { Dashboard } from '../core/model.ts';
import type { TextRow } from './cell.ts';
import { type DrawnChart, isDrawn } from './option.ts';
import type { Drawings, ReportRows } from './report.ts';

/** Draws a chart; where that is, is the caller's business. */
export type Draw = (chart: DrawnChart, rows: readonly TextRow[]) => string | Promise<string>;

/** Draws what of a dashboard is a drawing, one after another. */
export async function drawingsOf({ sheets }: Dashboard, rows: ReportRows, draw: Draw): Promise<Drawings> {
  const drawings = new Map<string, string>();
  for (const chart of sheets.flatMap(({ charts }) => charts)) {
    const found = rows.get(chart.id);
    if (isDrawn(chart) && found !== undefined && 'rows' in found && found.rows.length > 0)
      drawings.set(chart.id, await draw(chart, found.rows));
  }
  return drawings;
}
