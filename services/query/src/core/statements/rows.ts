import { castColumns } from '@tributary/shared/iceberg-table.ts';
import { fillTemplate, identifier } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../dataset.ts';
import { inPartitions } from './in-partitions.ts';
import { isMerge } from './kind.ts';
import { orderable } from './same.ts';
import { sourceBounds } from './source-bounds.ts';

/**
 * The rows that a dataset has for some partitions, as its table keeps them: the SELECT's, in the columns' types, of these partitions alone. A row without
 * a value in the partition column is of no partition, and of no dataset. Of a `merge` there is one row of each key.
 */
export function rowsSql(dataset: Dataset, partitions: readonly string[], databases: Databases): string {
  const { columns, partition } = dataset;
  const inner = `SELECT ${castColumns(columns)}
FROM (
${filledSelect(dataset, partitions, databases)}
) AS computed
WHERE ${partition === undefined ? 'true' : inPartitions(dataset, castOf(dataset, partition.column), partitions)}`;
  return isMerge(dataset) ? onePerKey(dataset, inner) : inner;
}

function filledSelect(dataset: Dataset, partitions: readonly string[], { lake, raw }: Databases): string {
  const days = sourceBounds(dataset, partitions);
  return fillTemplate(dataset.select, { lake: identifier(lake), raw: identifier(raw), days });
}

// Of the type that the column has in the table: a SELECT may give a timestamp where a date is kept.
function castOf({ columns }: Dataset, column: string): string {
  return columns[column] === 'date' ? `CAST(${identifier(column)} AS date)` : identifier(column);
}

/** Of several rows of one key the greatest stays: by the first column that is not of the key, then by the next; null is the least. */
function onePerKey({ columns, key }: Dataset, rows: string): string {
  const names = Object.keys(columns).map(identifier);
  const keys = key.map((name) => orderable(identifier(name), columns[name]));
  const others = Object.entries(columns).flatMap(([name, type]) =>
    key.includes(name) ? [] : [`${orderable(identifier(name), type)} DESC NULLS LAST`],
  );
  const order = others.length === 0 ? '' : ` ORDER BY ${others.join(', ')}`;
  return `SELECT ${names.join(', ')}
FROM (
SELECT ${names.join(', ')}, row_number() OVER (PARTITION BY ${keys.join(', ')}${order}) AS "$rank"
FROM (
${rows}
) AS r
) AS ranked
WHERE "$rank" = 1`;
}
