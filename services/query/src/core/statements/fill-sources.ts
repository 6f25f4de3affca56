import type { TableColumns } from '@tributary/shared/table-columns.ts';
import type { Dataset } from '../dataset.ts';
import type { FillSource } from './fill.ts';

export type KnownSource = { readonly database: 'lake' | 'raw'; readonly table: string } & TableColumns;

/** Those of a dataset's sources that `{{days}}` bounds, by which it is known which partitions there are; none where it is computed as a whole. */
export function fillSources({ time, partition }: Dataset, sources: readonly KnownSource[]): readonly FillSource[] {
  return sources.flatMap(({ database, table, columns, partitionKeys }): readonly FillSource[] => {
    const all = [...columns, ...partitionKeys];
    if (time !== undefined) return all.includes(time) ? [{ database, table, by: 'time', hours: false }] : [];
    const folders = ['year', 'month', 'day'];
    const of = (names: readonly string[]) => folders.every((name) => names.includes(name));
    const hours = partition?.grain === 'hour' && all.includes('hour');
    if (of(partitionKeys)) return [{ database, table, by: 'folders', hours }];
    return of(all) ? [{ database, table, by: 'columns', hours }] : [];
  });
}
