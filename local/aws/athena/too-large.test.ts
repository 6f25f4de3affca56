import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'too-large-'));
let running: RunningCloud;
let athena: AthenaClient;

beforeAll(async () => {
  running = await startCloud({ stateDir, port: 0, log: () => undefined });
  const options = {
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  athena = new AthenaClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'results' }));
});

afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** What becomes of a statement: it is refused at once, or ends. */
async function outcome(QueryString: string): Promise<string> {
  try {
    const { Status } = await ended(await begin(QueryString));
    return `${Status?.State} ${Status?.AthenaError?.ErrorCategory ?? ''} ${Status?.StateChangeReason ?? ''}`;
  } catch (error) {
    return String(error);
  }
}

async function begin(QueryString: string): Promise<string | undefined> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({ QueryString, ResultConfiguration: { OutputLocation: 's3://results/' } }),
  );
  return QueryExecutionId;
}

async function ended(QueryExecutionId: string | undefined): Promise<QueryExecution> {
  for (;;) {
    const { QueryExecution = {} } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    if (!/QUEUED|RUNNING/.test(QueryExecution.Status?.State ?? '')) return QueryExecution;
    await pause(20);
  }
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** Asks for the cloud's health all the while that `work` takes; gives the longest time that an answer took. */
async function slowestAnswer(work: Promise<unknown>): Promise<number> {
  let busy = true;
  let slowest = 0;
  const over = work.finally(() => {
    busy = false;
  });
  while (busy) {
    const asked = performance.now();
    await fetch(`${running.endpoint}/_lake/health`);
    slowest = Math.max(slowest, performance.now() - asked);
    await pause(20);
  }
  await over;
  return slowest;
}

const longest = 262_144;
const fill = (piece: string, around = '') => piece.repeat(Math.floor((longest - around.length) / piece.length));
const nested = (open: string, inner: string, close: string, depth: number) =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

const tooLarge = /InvalidRequestException: line 1:1: statement is too large \(stack overflow while parsing\)/;

test.each([
  ['5,000 parentheses', `SELECT ${nested('(', '1', ')', 5000)}`, tooLarge],
  ['131,000 parentheses', `SELECT ${nested('(', '1', ')', 131_000)}`, tooLarge],
  ['parentheses that never close', fill('('), tooLarge],
  ['subqueries', nested('SELECT * FROM (', 'SELECT 1', ')', 10_000), tooLarge],
  ['calls', `SELECT ${nested('abs(', '1', ')', 20_000)}`, tooLarge],
  ['arrays', `SELECT ${nested('ARRAY[', '1', ']', 20_000)}`, tooLarge],
  ['types', `SELECT CAST(NULL AS ${nested('array(', 'int', ')', 20_000)})`, tooLarge],
  ['lambdas', `SELECT ${nested('transform(ARRAY[1], x -> ', '1', ')', 8000)}`, tooLarge],
  ['CASE', `SELECT ${nested('CASE WHEN true THEN ', '1', ' END', 10_000)}`, tooLarge],
  ['NOT', `SELECT ${fill('NOT ', 'SELECT true')}true`, tooLarge],
  ['signs', `SELECT ${fill('- ', 'SELECT 1')}1`, tooLarge],
  ['a sum', `SELECT 1${fill('+1', 'SELECT 1')}`, tooLarge],
  ['a text of pieces', `SELECT 'a'${fill("||'a'", "SELECT 'a'")}`, tooLarge],
  [
    'a type of Hive',
    `CREATE EXTERNAL TABLE t (a ${nested('array<', 'int', '>', 30_000)})`,
    /FAILED 2 .*ParseException/,
  ],
  [
    'a partition’s value',
    `ALTER TABLE t ADD PARTITION (a = ${fill('-', 'x'.repeat(99))}1)`,
    /FAILED 2 .*ParseException/,
  ],
  ['comments that never close', `SELECT 1 ${fill('/*', 'SELECT 1 ')}`, /InvalidRequestException/],
  ['texts that never close', `SELECT '${fill("\\'\\", 'SELECT 1 ')}`, /InvalidRequestException/],
  ['spaces', `EXECUTE a USING${fill(' ', 'EXECUTE a USING')}`, /InvalidRequestException/],
  ['one byte too many', `${fill('x')}x`, /length less than or equal to 262144/],
])('%s, as long as Athena takes them, are refused while others are answered', async (_what, sql, refusal) => {
  const found = outcome(sql);
  const slowest = await slowestAnswer(found);
  expect(await found).toMatch(refusal);
  expect(await found).not.toContain(process.cwd());
  expect(slowest).toBeLessThan(10_000);
  expect(await outcome('SELECT 1')).toMatch(/^SUCCEEDED/);
});

const terms = (count: number, term: (n: number) => string, between: string) =>
  Array.from({ length: count }, (_, n) => term(n)).join(between);

test.each([
  ['300 parentheses', `SELECT ${nested('(', '1', ')', 300)}`],
  ['300 parentheses with sums', `SELECT 1 WHERE ${nested('(1 = 1 AND ', '1 = 1', ')', 300)}`],
  ['60 subqueries', nested('SELECT * FROM (', 'SELECT 1 AS x', ')', 60)],
  ['60 subqueries in IN', `SELECT 1 WHERE 1 IN ${nested('(SELECT 1 WHERE 1 IN ', '(1)', ')', 60)}`],
  ['5,000 terms of AND', `SELECT 1 WHERE ${terms(5000, (n) => `${n} = ${n}`, ' AND ')}`],
  ['5,000 terms of OR', `SELECT 1 WHERE ${terms(5000, (n) => `${n} = 1`, ' OR ')}`],
  ['20,000 values of IN', `SELECT 1 WHERE 1 IN (${terms(20_000, String, ', ')})`],
  ['300 times UNION ALL', terms(300, (n) => `SELECT ${n} AS x`, ' UNION ALL ')],
])('%s are no trouble', { timeout: 120_000 }, async (_what, sql) => {
  expect(await outcome(sql)).toMatch(/^SUCCEEDED/);
});

test('a regular expression that backtracks for ever ends its own statement', { timeout: 120_000 }, async () => {
  const found = outcome(`SELECT regexp_like('${'a'.repeat(40)}b', '^(a+)+$')`);
  expect(await found).toMatch(/FAILED 2 EXCEEDED_TIME_LIMIT: a function needs more than/);
  expect(await outcome('SELECT 1')).toMatch(/^SUCCEEDED/);
});

const pieces = [
  '(',
  ')',
  '[',
  ']',
  '1',
  ',',
  '+',
  '-',
  'NOT',
  'x',
  '->',
  'CASE',
  'WHEN',
  'THEN',
  'END',
  'SELECT',
  'FROM',
  'IN',
  "'a'",
  'ARRAY',
  '*',
  '.',
  'CAST',
  'AS',
  'int',
  '"',
  '/*',
  '?',
];
const some = fc.array(fc.tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: 400 })), { maxLength: 12 });

test('no nesting of anything is a fault of the lake', { timeout: 300_000 }, async () => {
  const statement = some.map((runs) => `SELECT ${runs.map(([piece, count]) => `${piece} `.repeat(count)).join('')}`);
  await fc.assert(
    fc.asyncProperty(statement, async (sql) => {
      const found = await outcome(sql.slice(0, longest));
      expect(found).toMatch(/^(SUCCEEDED|FAILED 2|InvalidRequestException|.*NOT_SUPPORTED)/);
      expect(found).not.toMatch(/call stack|INTERNAL_ERROR|\.ts\b|\.lake/);
    }),
    { numRuns: 60 },
  );
});
