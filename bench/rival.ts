import { DuckDBInstance } from '@duckdb/node-api';

// What somebody who knows DuckDB writes for the httplog lines of the sample's frontends: no regular expression, texts split at their separators.

/** The 28 fields of a line as text, `f1` to `f28`, and the line. */
const split = `
SELECT
  split_part(a[5], ':', 1) AS f1, split_part(a[5], ':', 2) AS f2, a[6][2:-2] AS f3, a[7] AS f4,
  split_part(a[8], '/', 1) AS f5, split_part(a[8], '/', 2) AS f6,
  t[1] AS f7, t[2] AS f8, t[3] AS f9, t[4] AS f10, t[5] AS f11,
  a[10] AS f12, a[11] AS f13, a[12] AS f14, a[13] AS f15, a[14] AS f16,
  u[1] AS f17, u[2] AS f18, u[3] AS f19, u[4] AS f20, u[5] AS f21,
  split_part(a[16], '/', 1) AS f22, split_part(a[16], '/', 2) AS f23,
  CASE WHEN brace > 0 THEN split_part(rest, '}', 1) END AS f24,
  CASE WHEN brace > 0 THEN substr(split_part(rest, '}', 2), 3) END AS f25,
  split_part(request, ' ', 1) AS f26, split_part(request, ' ', 2) AS f27, split_part(request, ' ', 3) AS f28, line
FROM (
  SELECT a, line, string_split(a[9], '/') AS t, string_split(a[15], '/') AS u, split_part(line, '"', 2) AS request,
    instr(line, '{') AS brace, substr(line, instr(line, '{') + 1) AS rest
  FROM (SELECT line, string_split(line, ' ') AS a FROM lines)
)`;

const texts = Array.from({ length: 28 }, (_, index) => `f${index + 1}`);
const integers = texts.filter((name) => /^f(?:[27-9]|1[0-3]|1[7-9]|2[0-3])$/.test(name));

/** Numbers, a date, maps of headers and an id, as parse-logs makes them; still without envelopes and percent-decoding. */
const typed = `
SELECT md5(line) AS record_id, strptime(f3, '%d/%b/%Y:%H:%M:%S.%g') AS request_date, f1, f4, f5, f6, f14, f15, f16, f26,
  split_part(f27, '?', 1) AS path, split_part(f27, '?', 2) AS query, f28,
  ${integers.map((name) => `TRY_CAST(${name} AS BIGINT) AS ${name}`).join(', ')},
  CASE WHEN f24 IS NOT NULL THEN map(['host', 'user-agent', 'x-integration'], string_split(f24, '|')) END AS request_headers,
  CASE WHEN f25 <> '' THEN map(['content-type', 'x-cache'], string_split(f25, '|')) END AS response_headers
FROM (${split})`;

const linesOf = (file: string) =>
  `read_csv('${file}', header = false, columns = {'line': 'VARCHAR'}, delim = '\\x01', quote = '', escape = '', auto_detect = false, encoding = 'latin-1')`;

async function connect() {
  return await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
}

/** Makes the fields in memory, of lines that are there already, and reads them no further. */
export async function splitInMemory(file: string): Promise<() => Promise<unknown>> {
  const connection = await connect();
  await connection.run(`CREATE TABLE lines AS SELECT line FROM ${linesOf(file)}`);
  const sql = `SELECT ${texts.map((name) => `max(${name})`).join(', ')} FROM (${split})`;
  return () => connection.runAndReadAll(sql);
}

/** From a file of lines, plain or .gz, to Parquet: the fields as text, or the equal work. */
export async function toParquet(
  file: string,
  parquet: string,
  kind: 'texts' | 'equal work',
): Promise<() => Promise<unknown>> {
  const connection = await connect();
  await connection.run(`CREATE VIEW lines AS SELECT line FROM ${linesOf(file)}`);
  const select = kind === 'texts' ? `SELECT * EXCLUDE (line) FROM (${split})` : typed;
  const options = kind === 'texts' ? 'FORMAT parquet' : 'FORMAT parquet, COMPRESSION zstd';
  return () => connection.run(`COPY (${select}) TO '${parquet}' (${options})`);
}
