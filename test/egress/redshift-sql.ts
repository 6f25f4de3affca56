import { copiesOf } from '@tributary/query/egress/core/copy.ts';
import { egress } from '@tributary/query/egress/core/egress.ts';
import { applySqls } from '@tributary/query/egress/core/redshift/batch.ts';
import { lookSqls, readSeen } from '@tributary/query/egress/core/redshift/book-sql.ts';
import type { ApplyPlan, RedshiftCopy, Seen } from '@tributary/query/egress/core/redshift/plan.ts';
import { readStatement, type Statement } from '@tributary/query/egress/core/redshift/statement.ts';
import { openPostgresql } from '@tributary/query/egress/loading/postgresql/session.ts';
import type { Access } from '@tributary/query/egress/loading/secret.ts';

export type Form = { readonly mode: 'upsert' | 'swap'; readonly format: 'parquet' | 'json' };

export const forms: readonly Form[] = (['upsert', 'swap'] as const).flatMap((mode) => [
  { mode, format: 'parquet' },
  { mode, format: 'json' },
]);

/** A row as UNLOAD writes it, values as text. */
export type Row = Readonly<Record<string, string | null>>;

export const columns = {
  day: 'date',
  slug: 'string',
  requests: 'bigint',
  share: 'decimal(9,4)',
  at: 'timestamp',
  fast: 'boolean',
} as const;

/** Of Redshift's words those that PostgreSQL lacks; of them all but COPY can be given to it. */
export const redshiftWords = [
  'CREATE DOMAIN super AS jsonb',
  'CREATE FUNCTION json_parse(text) RETURNS jsonb LANGUAGE sql AS $$ SELECT $1::jsonb $$',
  "CREATE FUNCTION getdate() RETURNS timestamp LANGUAGE sql AS $$ SELECT clock_timestamp() AT TIME ZONE 'UTC' $$",
];

/** The copy of a dataset by day and slug, of which a slug may be NULL. */
export function redshiftCopy(
  form: Form,
  table: string,
  more: Readonly<Record<'tags', 'map<string,string>'>> | object = {},
): RedshiftCopy {
  const [copy] = copiesOf([
    {
      table: 'usage',
      columns: { ...columns, ...more },
      key: ['day', 'slug'],
      partition: { column: 'day', grain: 'day' },
      egress: egress.parse([{ to: 'redshift', workgroup: 'reporting', database: 'dev', table, ...form }]),
    },
  ]);
  if (copy?.destination.to !== 'redshift') throw new Error('no copy');
  return { ...copy, destination: copy.destination };
}

type Batch = { readonly sqls: readonly string[]; readonly rows: readonly Row[]; readonly endsAt?: number | undefined };

/** Runs a batch as the Data API does: one transaction. `endsAt` is the statement at which the connection is lost. */
async function runBatch(access: Access, { sqls, rows, endsAt }: Batch) {
  const session = await openPostgresql(access, undefined);
  const results: (readonly unknown[])[] = [];
  let sql = 'BEGIN';
  try {
    await session.run(sql);
    for (sql of sqls) {
      if (results.length === endsAt) return { results, described: { Status: 'ABORTED' } };
      results.push(sql.startsWith('COPY ') ? await fill(session, sql, rows) : await session.run(sql));
    }
    await session.run('COMMIT');
    const SubStatements = sqls.map((QueryString) => ({ QueryString, ResultRows: rows.length }));
    return { results, described: { Status: 'FINISHED', SubStatements } };
  } catch (error) {
    const failed = { Status: 'FAILED', QueryString: sql, Error: String(error) };
    return { results, described: { Status: 'FAILED', SubStatements: [failed] } };
  } finally {
    await session.close();
  }
}

/** What COPY does, of rows that are given. */
async function fill(session: Awaited<ReturnType<typeof openPostgresql>>, sql: string, rows: readonly Row[]) {
  const [, table, names = ''] = /^COPY ("\w+") \(([^)]*)\)/.exec(sql) ?? [];
  const list = names.split(', ').map((name) => `r.${name}`);
  return session.run(
    `INSERT INTO ${table} (${names}) SELECT ${list.join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) AS r`,
    [JSON.stringify(rows)],
  );
}

export async function look(access: Access, copy: RedshiftCopy): Promise<Seen> {
  const { results, described } = await runBatch(access, { sqls: lookSqls(copy), rows: [] });
  if (described.Status !== 'FINISHED') throw new Error(JSON.stringify(described));
  const texts = (at: number) => (results[at] ?? []).map((row) => Object.values(Object(row)).map(String));
  return readSeen({ columns: texts(1), book: texts(2) });
}

/** Brings rows to the table. */
export async function apply(
  access: Access,
  plan: ApplyPlan,
  rows: readonly Row[],
  endsAt?: number,
): Promise<Statement> {
  const sqls = applySqls(plan, { isEmpty: rows.length === 0, jsonPaths: 's3://bucket/x.jsonpaths' });
  return readStatement((await runBatch(access, { sqls, rows, endsAt })).described);
}
