import type { Grain } from '../dataset.ts';
import type { Header } from './header.ts';

/** The folder that a file lies in. */
export type Folder = 'datasets' | 'views';

/** What a header says where it does not say so: in dbt's words, by what else it says. */
export type Settled = {
  readonly materialized: 'view' | 'table' | 'incremental';
  readonly strategy: 'insert_overwrite' | 'merge';
  readonly partition: { readonly column: string; readonly grain: Grain } | undefined;
};

export function settle(header: Header, folder: Folder): Settled {
  const { partitioned_by: partitionedBy, incremental_strategy: strategy } = header;
  const usual = partitionedBy === undefined && strategy === undefined ? 'table' : 'incremental';
  return {
    materialized: header.materialized ?? (folder === 'views' ? 'view' : usual),
    strategy: strategy ?? 'insert_overwrite',
    partition:
      partitionedBy === undefined
        ? undefined
        : { column: partitionedBy.column, grain: partitionedBy.granularity ?? grainOf(header, partitionedBy.column) },
  };
}

/** A timestamp can only be an hour; a date is a day unless it is said to be a month. */
function grainOf({ columns = {} }: Header, column: string): Grain {
  return columns[column]?.type === 'timestamp' ? 'hour' : 'day';
}
