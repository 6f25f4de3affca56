import type { TextRow } from './cell.ts';
import { init } from './echarts.ts';
import { type DrawnChart, optionOf } from './option.ts';

/** Pixels (CSS) of one of the page's twelve columns, and how high a drawing is. */
const columnWidth = 96;
const height = 320;

/** A chart as SVG, without a page around it: of the same rows the same, wherever it is drawn. */
export function svgOf(chart: DrawnChart, rows: readonly TextRow[]): string {
  const size = { width: chart.width * columnWidth, height };
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption(optionOf(chart, rows));
    return namedBy(chart.id, drawing.renderToSVGString({ useViewBox: true }));
  } finally {
    drawing.dispose();
  }
}

const names = /(?<=(?:class|id)="|="url\(#|href="#|^\.)zr\d+-[\w-]+/gm;

/** ECharts counts what its process has drawn: two pictures of two processes would clip each other on one page. */
function namedBy(chart: string, svg: string): string {
  const known = new Map<string, string>();
  return svg.replaceAll(names, (name) => {
    const own = known.get(name) ?? `${chart}-${known.size}`;
    known.set(name, own);
    return own;
  });
}
