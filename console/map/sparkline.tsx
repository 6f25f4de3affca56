import type { Series } from '../aws/monitoring.ts';
import { minute } from '../parts/words.ts';
import { pathOf } from './spark-path.ts';

type Props = {
  readonly title: string;
  readonly series: Series;
  readonly from: number;
  readonly to: number;
  /** A value as it is told. */
  readonly tell: (value: number) => string;
  readonly tone?: 'bad' | undefined;
};

const box = { width: 240, height: 36 };

/** A metric by the minute as a small line, its highest value and its last told beside it. */
export function Sparkline({ title, series, from, to, tell, tone }: Props) {
  const { times, values } = series;
  const highest = Math.max(0, ...values);
  const at = times[values.indexOf(highest)];
  const last = values.at(-1);
  const told =
    last === undefined || at === undefined
      ? 'nothing'
      : `at most ${tell(highest)} at ${minute(at)}, last ${tell(last)}`;
  return (
    <figure class={`spark ${highest > 0 ? (tone ?? '') : ''}`}>
      <figcaption>
        <strong>{title}</strong> <span class="quiet">{told}</span>
      </figcaption>
      <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={pathOf(series, { from, to, highest, ...box })} />
      </svg>
    </figure>
  );
}
