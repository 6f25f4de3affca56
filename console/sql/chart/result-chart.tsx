import { useMemo } from 'preact/hooks';
import type { ResultColumn } from '../../aws/athena-result.ts';
import { Drawing } from '../../parts/drawing.tsx';
import { Busy, Nothing } from '../../parts/notice.tsx';
import type { StoredResult } from '../result/stored-result.ts';
import { ChartPicker } from './chart-picker.tsx';
import { chartOf, type Picks, readPicks, usualPicks, writePicks } from './picks.ts';

type Props = {
  readonly columns: readonly ResultColumn[];
  readonly stored: StoredResult;
  /** As they are written; '' stands for what one would draw. */
  readonly picks: string;
  readonly onPicks: (picks: string) => void;
};

/** More are no picture, and slow. */
const mostRows = 5_000;

/** A result as a picture: its rows as they are, of which nothing is summed up. */
export function ResultChart({ columns, stored, picks, onPicks }: Props) {
  const chosen = readPicks(picks, columns) ?? usualPicks(columns);
  if (chosen === undefined)
    return (
      <Nothing>
        A chart needs a column of numbers and one to set them against. This result has{' '}
        {columns.map(({ name, type }) => `${name} (${type})`).join(', ')}.
      </Nothing>
    );
  return (
    <>
      <ChartPicker columns={columns} picks={chosen} onPicks={(next) => onPicks(writePicks(next))} />
      <Picture columns={columns} stored={stored} picks={chosen} />
    </>
  );
}

type PictureProps = Pick<Props, 'columns' | 'stored'> & { readonly picks: Picks };

function Picture({ columns, stored, picks }: PictureProps) {
  const count = Math.min(stored.count(), mostRows);
  const key = writePicks(picks);
  const made = useMemo(() => chartOf(columns, picks), [columns, key]);
  const isReady = stored.isWhole() || count === mostRows;
  const rows = useMemo(() => {
    if (!isReady || made === undefined) return undefined;
    const all = Array.from({ length: count }, (_, at) => stored.rowAt(at));
    return all.flatMap((row) => (row === undefined ? [] : [made.places.map((place) => row[place] ?? null)]));
  }, [made, stored, isReady, count]);
  if (made === undefined || rows === undefined) return <Busy what="The rows" />;
  if (rows.length === 0) return <Nothing>No row is like that.</Nothing>;
  return (
    <figure class="chart">
      <figcaption>{made.chart.title}</figcaption>
      <Drawing chart={made.chart} rows={rows} height={360} />
      {stored.count() > mostRows && (
        <p class="quiet">
          The first {mostRows.toLocaleString('en-GB')} of {stored.count().toLocaleString('en-GB')} rows are drawn: GROUP
          BY makes fewer.
        </p>
      )}
    </figure>
  );
}
