import * as z from 'zod';
import type { Book } from '../verdict.ts';
import { changedMeanwhile, guardSql } from './guard.ts';
import { bookName, inSchema, literal } from './names.ts';
import type { ApplyPlan, RedshiftCopy, Seen } from './plan.ts';

const columns = `(
  table_name VARCHAR(127) NOT NULL,
  dataset VARCHAR(255) NOT NULL,
  lineage VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  snapshot VARCHAR(32) NOT NULL,
  committed_at TIMESTAMP NOT NULL,
  run VARCHAR(64) NOT NULL,
  run_number BIGINT NOT NULL,
  loaded_at TIMESTAMP NOT NULL
)`;

const row = z
  .tuple([z.string(), z.coerce.number(), z.string(), z.string(), z.coerce.number()])
  .transform(([lineage, sequence, committed, run, number]): Book => {
    return { lineage, sequence, committedAt: Date.parse(`${committed.replace(' ', 'T')}Z`), run, number };
  });

type Rows = readonly (readonly (string | null)[])[];

/** A batch that finds out what is there, of which the last two have rows: the table's columns, and its row of the book, which is made where there is none. */
export function lookSqls({ destination }: Pick<RedshiftCopy, 'destination'>): readonly string[] {
  const { schema, table } = destination;
  const book = inSchema(destination, bookName);
  return [
    `CREATE TABLE IF NOT EXISTS ${book} ${columns}`,
    // The catalog is the leader's: it goes with no table of the database in one statement.
    `SELECT CAST(a.attname AS VARCHAR(127)) FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ${literal(schema)} AND c.relname = ${literal(table)} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    `SELECT lineage, CAST(version AS VARCHAR(20)), TO_CHAR(committed_at, 'YYYY-MM-DD HH24:MI:SS.MS'), run, CAST(run_number AS VARCHAR(20)) FROM ${book} WHERE table_name = ${literal(table)}`,
  ];
}

/** Reads the rows of the last two statements of a look. */
export function readSeen(found: { readonly columns: Rows; readonly book: Rows }): Seen {
  const [book] = z.array(row).max(1).parse(found.book);
  return { columns: found.columns.map(([name]) => z.string().parse(name)), book };
}

/** Lets the transaction go on only if the book still says what was seen. Whoever has its lock is alone until the transaction ends. */
export function guardBook({ copy, seen }: Pick<ApplyPlan, 'copy' | 'seen'>): readonly string[] {
  const book = inSchema(copy.destination, bookName);
  const own = `${book} WHERE table_name = ${literal(copy.destination.table)}`;
  const guard =
    seen.book === undefined
      ? guardSql('COUNT(*) = 0', own, changedMeanwhile)
      : guardSql(
          'COUNT(*) = 1',
          `${own} AND run = ${literal(seen.book.run)} AND run_number = ${seen.book.number}`,
          changedMeanwhile,
        );
  // First of all: a snapshot that is taken before the lock would not see what its last holder wrote.
  return [`LOCK ${book}`, guard];
}

export function writeBook({ copy, run }: Pick<ApplyPlan, 'copy' | 'run'>): readonly string[] {
  const book = inSchema(copy.destination, bookName);
  const table = literal(copy.destination.table);
  const { lineage, sequence, snapshot, committedAt } = run.version;
  const at = new Date(committedAt).toISOString().replace('T', ' ').replace('Z', '');
  return [
    `DELETE FROM ${book} WHERE table_name = ${table}`,
    `INSERT INTO ${book} VALUES (${table}, ${literal(copy.dataset)}, ${literal(lineage)}, ${sequence}, ${literal(snapshot)}, ${literal(at)}, ${literal(run.id)}, ${run.number}, GETDATE())`,
  ];
}
