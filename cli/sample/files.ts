import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Answer } from '../athena.ts';
import { isThere } from '../files/is-there.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import { countRow, type Lake, thousands, until } from './watch.ts';

const sample = fileURLToPath(new URL('../../samples/saas/', import.meta.url));

/** What the sample's files become. */
const tables = [
  { table: 'stripe_charges', folder: 'raw/files/stripe/charges/', from: 'charges/', rows: 120 },
  { table: 'crm_customers', folder: 'raw/files/crm/customers/', from: '', rows: 20 },
] as const;

type SampleFile = { readonly key: string; readonly path: string };

function sampleFiles(): readonly SampleFile[] {
  return tables.flatMap(({ folder, from }) =>
    readdirSync(`${sample}${from}`)
      .filter((name) => /\.(?:csv|json\.gz)$/.test(name))
      .map((name) => ({ key: `${folder}${name}`, path: `${sample}${from}${name}` })),
  );
}

/** Puts the sample's files into the raw bucket, each once: those of an earlier start are there. */
export async function landFiles(s3: Pick<S3Client, 'send'>, bucket: string): Promise<void> {
  await Promise.all(
    sampleFiles().map(async ({ key, path }) => {
      if (await isThere(s3, bucket, key)) return;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(path) }));
    }),
  );
}

/** Follows the sample's files into their tables, and gives what both together say. */
export async function watchFiles(lake: Lake, progress: PatientProgress): Promise<Answer> {
  const all = tables.reduce((sum, { rows }) => sum + rows, 0);
  const count = async (table: string) => {
    const [rows = 0] = await countRow(lake, `SELECT count(*) FROM ${table}`);
    return rows;
  };
  await until(
    async () => (await Promise.all(tables.map(({ table }) => count(table)))).reduce((sum, rows) => sum + rows, 0),
    (rows) => rows >= all,
    (rows) => progress.running(`${thousands(rows)} of ${thousands(all)} records of files are rows`),
    {
      stage: `${lake.prefix}-catalog-local-convert`,
      fills: tables.map(({ table }) => table).join(' and '),
      endpoint: lake.endpoint,
      progress,
    },
  );
  const rescued = await Promise.all(
    tables.map(({ table }) => countRow(lake, `SELECT coalesce(sum(cardinality(_rescued_data)), 0) FROM ${table}`)),
  );
  const values = rescued.reduce((sum, [count = 0]) => sum + count, 0);
  progress.done(
    `${thousands(all)} records of ${sampleFiles().length} files are rows of ${tables.length} tables; ${thousands(values)} ${values === 1 ? 'value' : 'values'} that did not fit its column ${values === 1 ? 'is' : 'are'} kept beside it`,
  );
  return lake.ask({ sql: filesSql, database: lake.database, workGroup: lake.workGroup });
}

/** Charges from pages of JSON, customers from CSV. */
export const filesSql = `SELECT c.plan, count(DISTINCT c.customer_id) AS customers, count(*) AS charges, sum(s.amount) / 100e0 AS eur,
       count_if(s.outcome.risk_level = 'elevated') AS risky
FROM stripe_charges s
JOIN crm_customers c ON c.customer_id = s.customer.id
WHERE s.paid AND s.currency = 'eur'
GROUP BY c.plan
ORDER BY eur DESC`;
