import type { TextRow } from './cell.ts';
import { init } from './echarts.ts';
import { type DrawnChart, optionOf } from './option.ts';

/** A chart as SVG, without a page around it; sizes in CSS pixels. */
export function svgOf(
  chart: DrawnChart,
  rows: readonly TextRow[],
  size: { readonly width: number; readonly height: number },
): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption(optionOf(chart, rows));
    return drawing.renderToSVGString({ useViewBox: true });
  } finally {
    drawing.dispose();
  }
}
