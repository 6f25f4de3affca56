import type { Dataset } from '../dataset.ts';

type Kind = Pick<Dataset, 'materialized' | 'strategy' | 'partition'>;

/** Whether rows are inserted and updated by their key, and none deleted. */
export function isMerge({ materialized, strategy }: Kind): boolean {
  return materialized === 'incremental' && strategy === 'merge';
}

/** Whether it is always computed as a whole: what has no partitions cannot become what the SELECT says in parts. */
export function isWhole(dataset: Kind): boolean {
  return dataset.materialized === 'table' || (!isMerge(dataset) && dataset.partition === undefined);
}
