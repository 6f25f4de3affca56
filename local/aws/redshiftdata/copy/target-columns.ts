import { quoteName } from '../dialect/tokenize.ts';
import type { Session } from '../engine/session.ts';
import { LoadError } from './load-error.ts';
import type { Copy } from './read-copy.ts';

/** A column that COPY fills. `type` is as PostgreSQL writes it, `maxBytes` of text with a length. */
export type TargetColumn = {
  readonly name: string;
  readonly type: string;
  readonly maxBytes: number | undefined;
};

export type TargetTable = {
  /** Quoted, with its schema if the statement names one. */
  readonly sql: string;
  readonly name: string;
  readonly columns: readonly TargetColumn[];
};

const columnsSql = `SELECT a.attname, format_type(a.atttypid, a.atttypmod),
  CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;

/** The table of a COPY and the columns that it fills, in the COPY's order. */
export async function findTarget(session: Session, { table, columns }: Copy): Promise<TargetTable> {
  const sql = table.map(quoteName).join('.');
  const name = table.at(-1) ?? '';
  const { rows } = await session.run(columnsSql, [sql]);
  if (rows.length === 0) throw new LoadError(`Cannot COPY into nonexistent table ${name}`);
  const all = rows.map(([column, type, length]) => ({
    name: column ?? '',
    type: type ?? '',
    maxBytes: length === null || length === undefined ? undefined : Number(length),
  }));
  const chosen = columns?.map((column) => {
    const found = all.find((each) => each.name === column);
    if (found === undefined) throw new LoadError(`column "${column}" of relation "${name}" does not exist`);
    return found;
  });
  return { sql, name, columns: chosen ?? all };
}
