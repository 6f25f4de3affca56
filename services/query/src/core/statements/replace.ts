import { identifier } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import { orderable, sameSql } from './same.ts';

/** Where rows come from and go to. */
export type Writing = {
  /** The table, as SQL. */
  readonly target: string;
  /** A SELECT of the rows that are to be there. */
  readonly rows: string;
  /** Which of the table's rows it is about, by its alias. */
  readonly scope: (alias: string) => string;
};

/**
 * The MERGE, one commit, after which the table has within `scope` exactly the rows that the SELECT gives, as often as it gives them. Rows that are there
 * already stay untouched: running it again writes nothing. It needs no key: a row that is another is one that is gone and one that is new.
 */
export function replaceSql(dataset: Dataset, { target, rows, scope }: Writing): string {
  const names = Object.keys(dataset.columns);
  const columns = names.map(identifier).join(', ');
  const apart = Object.entries(dataset.columns)
    .map(([name, type]) => orderable(identifier(name), type))
    .join(', ');
  const values = names.map((name) => `s.${identifier(name)}`).join(', ');
  return `MERGE INTO ${target} AS t
USING (
SELECT ${columns}, "$gone"
FROM (
SELECT ${columns}, "$gone",
sum(IF("$gone", -1, 1)) OVER (PARTITION BY ${apart}) AS "$more",
row_number() OVER (PARTITION BY ${apart}, "$gone") AS "$copy"
FROM (
SELECT ${columns}, false AS "$gone" FROM (
${rows}
) AS f
UNION ALL
SELECT ${columns}, true AS "$gone" FROM ${target} AS e WHERE ${scope('e')}
) AS old_and_new
) AS counted
WHERE "$more" <> 0 AND (NOT "$gone" OR "$copy" = 1)
) AS s
ON s."$gone" AND ${sameSql(dataset, names, { left: 't', right: 's' })} AND ${scope('t')}
WHEN MATCHED
  THEN DELETE
WHEN NOT MATCHED AND NOT s."$gone"
  THEN INSERT (${columns}) VALUES (${values})`;
}
