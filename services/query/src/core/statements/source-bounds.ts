import { identifier, type TimeRange, text, within } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import { piecesOf } from '../partition-text.ts';
import { seenBy } from './lookback.ts';

/** What `{{days}}` stands for, in one line: the source's rows that some partitions are made of. Of all, `true`. */
export function sourceBounds(dataset: Dataset, partitions: readonly string[]): string {
  const seen = seenBy(dataset, partitions);
  if (seen === undefined) return 'true';
  const { time } = dataset;
  return time === undefined ? inFolders(seen) : within(identifier(time), seen);
}

// JSON tables have no timestamp column that prunes; their folders say when an object landed.
function inFolders(spans: readonly TimeRange[]): string {
  const folders = spans.flatMap(piecesOf).map(folderOf);
  return folders.length === 0 ? 'false' : `(${folders.join(' OR ')})`;
}

function folderOf(piece: string): string {
  const columns = ['year', 'month', 'day', 'hour'];
  const values = piece.split(/[-T]/).map((value, at) => `${identifier(columns[at] ?? '')} = ${text(value)}`);
  return `(${values.join(' AND ')})`;
}
