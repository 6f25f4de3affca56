import type { Rows } from '@tributary/shared/athena-rows.ts';
import type { Step } from '@tributary/shared/jobs/target.ts';
import { identifier, text } from '@tributary/shared/sql.ts';
import type { Dataset, Grain } from '../dataset.ts';

/** A statement writes at most 100 partitions. https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html */
export const mostAtOnce = 90;
/** MERGEs of one run. */
const mostBatches = 200;

const lengths: Readonly<Record<Grain, number>> = { month: 7, day: 10, hour: 13 };

/** A partition column's value as the text of its partition: `2026-11-20T13`. */
export function partitionTextSql(column: string, grain: Grain): string {
  const start = `substr(CAST(${column} AS varchar), 1, ${lengths[grain]})`;
  return grain === 'hour' ? `replace(${start}, ' ', 'T')` : start;
}

/** In which parts the rows of two relations can be written: the first and the last partition of each. */
export function batchesStep({ partition }: Dataset, relations: readonly string[]): Step {
  if (partition === undefined) throw new Error('Only a table with partitions is written in parts');
  const value = partitionTextSql(identifier(partition.column), partition.grain);
  const each = relations.map((relation) => `SELECT ${value} AS part FROM (\n${relation}\n) AS r`);
  const sql = `SELECT min(part), max(part)
FROM (
SELECT part, (row_number() OVER (ORDER BY part) - 1) / ${mostAtOnce} AS batch
FROM (
${each.join('\nUNION\n')}
) AS parts
WHERE part IS NOT NULL
) AS numbered
GROUP BY batch
ORDER BY 1`;
  return { name: 'partitions', sql, expands: true };
}

/** The parts that it gave; a step that fails where they are too many. */
export function readBatches({ file }: Dataset, { rows }: Rows): readonly (readonly [string, string])[] | Step {
  if (rows.length <= mostBatches)
    return rows.flatMap(([first, last]) => (first && last ? [[first, last] as const] : []));
  const fault = `${file} has more than ${mostBatches * mostAtOnce} partitions to write at once: give partitioned_by a coarser granularity`;
  return { name: 'partitions', sql: `SELECT ${text(fault)} AS fault`, mustBeEmpty: true };
}
