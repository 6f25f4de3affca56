import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Answer, Case } from './cases.ts';

export type AthenaRunner = {
  answer(one: Case): Promise<Answer>;
  close(): void;
};

const BUCKET = 'sql-cases';
const DATA = `s3://${BUCKET}/data`;
const folder = import.meta.dirname;

/** Lays the sample data in S3, makes the tables by Athena's DDL, and then answers cases over the Athena API of `endpoint`. */
export async function createAthenaRunner(endpoint: string): Promise<AthenaRunner> {
  const options = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const athena = new AthenaClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  await uploadData(s3);
  await mustRun(athena, 'CREATE DATABASE sqltest', 'default');
  for (const statement of tableStatements()) await mustRun(athena, statement, 'sqltest');
  let scratch = 0;
  return {
    async answer(one) {
      scratch += 1;
      const location = `s3://${BUCKET}/scratch/${scratch}`;
      let answer: Answer = { columns: [], rows: [] };
      for (const statement of one.statements) {
        answer = await run(athena, statement.replace(/\$\{scratch\}/g, location), 'sqltest');
        if ('error' in answer) return answer;
      }
      return answer;
    },
    close() {
      athena.destroy();
      s3.destroy();
    },
  };
}

async function uploadData(s3: S3Client): Promise<void> {
  const data = join(folder, 'data');
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const Key = `data${path.slice(data.length)}`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: readFileSync(path) }));
  }
}

function tableStatements(): readonly string[] {
  const text = readFileSync(join(folder, 'tables.sql'), 'utf8').replace(/^--.*$/gm, '');
  return text
    .replace(/\$\{data\}/g, DATA)
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function mustRun(athena: AthenaClient, sql: string, database: string): Promise<void> {
  const answer = await run(athena, sql, database);
  if ('error' in answer) throw new Error(`${sql.slice(0, 80)}: ${answer.error}: ${answer.message}`);
}

async function run(athena: AthenaClient, sql: string, database: string): Promise<Answer> {
  const id = await start(athena, sql, database);
  if (typeof id !== 'string') return id;
  const execution = await finished(athena, id);
  if (execution.Status?.State === 'SUCCEEDED') return results(athena, id, execution);
  const reason = /^([A-Z_]+): ?([\s\S]*)$/.exec(execution.Status?.StateChangeReason ?? '');
  const message = reason?.[2] ?? execution.Status?.StateChangeReason ?? '';
  return { error: reason?.[1] ?? 'UNKNOWN', message: message.replace(words, '') };
}

/** What Athena adds to Trino's words for a column that is not there. */
const words = ' or requester is not authorized to access requested resources';

async function start(
  athena: AthenaClient,
  sql: string,
  database: string,
): Promise<string | Extract<Answer, { error: string }>> {
  try {
    const started = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: database },
        ResultConfiguration: { OutputLocation: `s3://${BUCKET}/results/` },
      }),
    );
    return started.QueryExecutionId ?? '';
  } catch (error) {
    if (error instanceof InvalidRequestException) return { error: 'SYNTAX_ERROR', message: error.message };
    throw error;
  }
}

async function finished(athena: AthenaClient, id: string): Promise<QueryExecution> {
  for (let wait = 5; ; wait = Math.min(wait * 2, 50)) {
    const { QueryExecution: execution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = execution?.Status?.State;
    if (execution && state !== 'QUEUED' && state !== 'RUNNING') return execution;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function results(athena: AthenaClient, id: string, execution: QueryExecution): Promise<Answer> {
  const rows: (readonly (string | null)[])[] = [];
  let columns: readonly (readonly [string, string])[] = [];
  let NextToken: string | undefined;
  do {
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken }));
    columns =
      page.ResultSet?.ResultSetMetadata?.ColumnInfo?.map((column) => [column.Name ?? '', column.Type ?? ''] as const) ??
      [];
    for (const row of page.ResultSet?.Rows ?? []) rows.push(row.Data?.map((datum) => datum.VarCharValue ?? null) ?? []);
    NextToken = page.NextToken;
  } while (NextToken);
  const headed = execution.StatementType === 'DML' && columns.length > 0;
  return { columns, rows: headed ? rows.slice(1) : rows };
}
