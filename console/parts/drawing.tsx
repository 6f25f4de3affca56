import type { TextRow } from '@tributary/query/dashboards/drawing/cell.ts';
import { onDark, onWhite } from '@tributary/query/dashboards/drawing/colours.ts';
import { gridOf } from '@tributary/query/dashboards/drawing/grid.ts';
import { type DrawnChart, optionOf } from '@tributary/query/dashboards/drawing/option.ts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { themeOf, useDark } from './drawing/theme.ts';
import { Busy, Failure } from './notice.tsx';
import { Numbers } from './numbers.tsx';

type Drawer = typeof import('@tributary/query/dashboards/drawing/echarts.ts');

type Props = {
  readonly chart: DrawnChart;
  readonly rows: readonly TextRow[];
  /** CSS pixels. */
  readonly height?: number;
};

/** A chart as a picture in the page's colours, as wide as its place, and below it the same numbers for who cannot see it. */
export function Drawing({ chart, rows, height = 320 }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useDark();
  const { drawer, error } = useDrawer();
  const option = useMemo(() => optionOf(chart, rows, isDark ? onDark : onWhite), [chart, rows, isDark]);
  useEffect(() => {
    if (box.current === null || drawer === undefined) return undefined;
    const place = box.current;
    const drawing = drawer.init(place, themeOf(place, isDark), { renderer: 'svg' });
    drawing.setOption(option);
    const sizes = new ResizeObserver(() => drawing.resize());
    sizes.observe(place);
    return () => {
      sizes.disconnect();
      drawing.dispose();
    };
  }, [drawer, option, isDark]);
  return (
    <div class="drawing">
      {error !== undefined && <Failure error={error} what="What draws charts cannot be loaded." />}
      {drawer === undefined && error === undefined && <Busy what="Drawing" />}
      <div class="picture" role="img" aria-label={chart.title} ref={box} style={{ height: `${height}px` }} />
      <Numbers label={chart.title} grid={gridOf(chart, rows)} />
    </div>
  );
}

/** ECharts, loaded when the first chart is drawn. */
function useDrawer(): { readonly drawer?: Drawer; readonly error?: Error } {
  const [state, setState] = useState<{ readonly drawer?: Drawer; readonly error?: Error }>({});
  useEffect(() => {
    import('@tributary/query/dashboards/drawing/echarts.ts').then(
      (drawer) => setState({ drawer }),
      (cause: unknown) => setState({ error: cause instanceof Error ? cause : new Error(String(cause)) }),
    );
  }, []);
  return state;
}
