import type { Source, Table } from '../declaration/changes.ts';
import { typed } from './current-view.ts';
import { changedAt, changesTable, effectsSql, keyNames, orderOf } from './effects.ts';

/**
 * Every version of every row with the time [valid_from, valid_to) in which the database held it; `valid_to` is NULL of those that it holds now. A
 * removal is a row of no time. A load begins with its first row, and ends what was before.
 */
export function historySelect(lake: string, source: Source, table: Table): string {
  const changes = changesTable(lake, table);
  const ofKey = `PARTITION BY "generation", ${keyNames(table)} ORDER BY ${orderOf(source, 'ASC')}`;
  const columns = table.columns.map(typed).join(', ');
  return `WITH generations AS (
SELECT "generation" AS __begun, coalesce(min(CASE WHEN "is_load" THEN ${changedAt} END), min(${changedAt})) AS __began_at
FROM ${changes}
GROUP BY "generation"
),
spans AS (
SELECT __begun, __began_at, lead(__began_at) OVER (ORDER BY __begun) AS __ended_at
FROM generations
),
effects AS (
${effectsSql(source, table, changes)}
),
dated AS (
SELECT *, greatest(__began_at, max(CASE WHEN "is_load" THEN __began_at ELSE ${changedAt} END) OVER (${ofKey} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS __at
FROM effects
JOIN spans ON __begun = "generation"
),
followed AS (
SELECT *, lead(__at) OVER (${ofKey}) AS __next_at
FROM dated
),
valid AS (
SELECT *, least(__at, coalesce(__ended_at, __at)) AS valid_from,
CASE WHEN "op" = 'D' THEN least(__at, coalesce(__ended_at, __at)) ELSE least(coalesce(__next_at, __ended_at), coalesce(__ended_at, __next_at)) END AS valid_to
FROM followed
)
SELECT valid_from, valid_to, "op", ${columns}, "is_load", "generation", "committed_at", "change_seq", "source_key", "row_number"
FROM valid
WHERE NOT __removed`;
}
