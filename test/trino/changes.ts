import type { OneLake } from './two-lakes.ts';

/** The sources of `kinds`, in one lake. */
export async function makeSources({ sql, put }: OneLake): Promise<void> {
  const requests =
    'at timestamp, who string, cost bigint, half double, ok boolean, price decimal(12,2), tags map<string,string>';
  const iceberg = (table: string) =>
    `LOCATION 's3://bucket/iceberg/${table}/' TBLPROPERTIES ('table_type' = 'ICEBERG')`;
  await sql(`CREATE TABLE requests (${requests}) PARTITIONED BY (day(at)) ${iceberg('requests')}`);
  await sql(`CREATE TABLE days (at timestamp, who string, cost bigint) ${iceberg('days')}`);
  await sql(
    `INSERT INTO days SELECT date_add('day', n, TIMESTAMP '2025-01-01 10:00:00'), 'a', 1 FROM UNNEST(sequence(0, 199)) AS t (n)`,
  );
  await sql(`CREATE TABLE people (name string) ${iceberg('people')}`);
  await sql("INSERT INTO people VALUES 'a'");
  await json(sql, 'raw.events', 'who string');
  for (const hour of ['01T00', '01T23', '02T00']) await put(landed('raw.events', hour), `{"who": "${hour}"}\n`);
  await sql('MSCK REPAIR TABLE raw.events');
}

/** A table of JSON lines by hour, as catalog registers them. */
export async function json(sql: OneLake['sql'], table: string, columns: string): Promise<void> {
  await sql(`CREATE EXTERNAL TABLE ${table} (${columns}) PARTITIONED BY (year string, month string, day string, hour string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/${table}/'`);
}

/** The key of an object of such a table; `01T23` is an hour of November 2026. */
export function landed(table: string, hour: string): string {
  return `${table}/year=2026/month=11/day=${hour.slice(0, 2)}/hour=${hour.slice(3)}/o`;
}

const row = (
  at: string,
  who: string,
  cost: number,
  rest = "0.5E0, true, DECIMAL '1.50', MAP(ARRAY['k'], ARRAY['v'])",
) => `(TIMESTAMP '${at}', ${who}, ${cost}, ${rest})`;
const none = row('2026-10-31 23:59:59.999999', 'NULL', -2, 'nan(), NULL, NULL, NULL');
const odd = row(
  '2026-11-01 05:30:00.25',
  "'Ünï''=b'",
  7,
  "infinity(), NULL, DECIMAL '9999999999.99', MAP(ARRAY['b', 'a'], ARRAY['1', NULL])",
);
const zero = (sign: string) =>
  row('2026-11-01 00:00:00', "'a'", 1, `${sign}0.0E0, false, DECIMAL '-0.01', CAST(MAP() AS map(varchar, varchar))`);

/** A change of `requests`, and the hours in which it is. */
export const changes: readonly (readonly [sql: string, hours: readonly string[]])[] = [
  [
    `INSERT INTO requests VALUES ${none}, ${odd}, ${zero('-')}, ${zero('')}`,
    ['2026-10-31T23', '2026-11-01T00', '2026-11-01T05'],
  ],
  [
    `INSERT INTO requests VALUES ${row('2026-11-03 09:00:00', "'a'", 3)}, ${row('2026-11-03 09:00:00', "'a'", 4)}, ${none}, ${odd}`,
    ['2026-10-31T23', '2026-11-01T05', '2026-11-03T09'],
  ],
  ["DELETE FROM requests WHERE who = 'a' AND cost <> 4", ['2026-11-01T00', '2026-11-03T09']],
];
