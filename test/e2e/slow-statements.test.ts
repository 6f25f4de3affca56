import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const objects = 50;
const linesEach = 4_000;
const lines = objects * linesEach;

async function requestLines(): Promise<string> {
  const found: string[] = [];
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) found.push(line);
    if (found.length === linesEach) break;
  }
  return `${found.join('\n')}\n`;
}

async function land(lake: TestLake, Body: string): Promise<void> {
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  for (let at = 0; at < objects; at += 1) {
    const Key = `raw/logs/haproxy/year=2026/month=11/day=20/hour=13/${at}`;
    await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
  }
}

/** What enrich has merged: bytes scanned in all, and how many objects each statement read. */
async function merged({ cloud, names: { enrichWorkGroup: WorkGroup } }: TestLake) {
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloud.call(admin, 'athena', 'ListQueryExecutions', {
      WorkGroup,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    ids.push(...(page.QueryExecutionIds ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const merges: { readonly bytes: number; readonly objects: number }[] = [];
  for (const QueryExecutionId of ids) {
    const { QueryExecution } = await cloud.call(admin, 'athena', 'GetQueryExecution', { QueryExecutionId });
    const { Query = '', Statistics } = QueryExecution ?? {};
    if (!Query.startsWith('MERGE')) continue;
    merges.push({ bytes: Statistics?.DataScannedInBytes ?? 0, objects: Query.split("'s3://").length - 1 });
  }
  return {
    bytes: merges.reduce((sum, { bytes }) => sum + bytes, 0),
    objects: merges.map((merge) => merge.objects),
  };
}

async function run(slow: boolean, body: string) {
  const lake = await startLake();
  try {
    if (slow) lake.cloud.faults.add({ at: 'athena:run', kind: 'slow', match: lake.names.enrichWorkGroup, factor: 10 });
    await land(lake, body);
    const answer = 'SELECT sum(requests) FROM integration_usage';
    const usage = () => lake.query(answer).catch(() => []);
    await eventually(usage, ([row]) => row?.[0] === String(lines), 400_000);
    const [rows] = await lake.query('SELECT count(*), count(DISTINCT record_id) FROM integration_requests');
    return { ...(await merged(lake)), rows };
  } finally {
    await lake.dispose();
  }
}

test('200,000 lines while statements take ten times as long: batches are bounded, no byte is read twice, nothing is missing', {
  timeout: 900_000,
}, async () => {
  const body = await requestLines();
  const quiet = await run(false, body);
  const slowed = await run(true, body);
  for (const { objects: each, rows } of [quiet, slowed]) {
    expect(rows).toEqual([String(lines), String(lines)]);
    expect(Math.max(...each)).toBeLessThanOrEqual(200);
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(objects);
  }
  expect(slowed.bytes).toBeLessThanOrEqual(1.3 * quiet.bytes);
});
