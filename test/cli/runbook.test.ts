import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { commandsOf, pageNames, readSection, runCommand, sections } from '../harness/runbook.ts';

const sample = new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url);

/** What stands for the words in capitals, on a lake that has parsed some lines. */
const values = {
  STAGE: 'local',
  FUNCTION: 'parse-logs',
  SERVICE: 'ingest',
  STACK: 'tributary-ingest-local',
  NAME: 'integration_usage',
  TABLE: 'demo_customers',
  KEY: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/runbook',
  FROM: '2026-11-20T13',
  TO: '2026-11-20T14',
  START: new Date(Date.now() - 3_600_000).toISOString(),
  END: new Date().toISOString(),
};

test.each(pageNames())('%s has what whoever is called looks for, in the order of every page', (page) => {
  const places = sections.map((section) => readSection(page, section).length);
  expect(Math.min(...places)).toBeGreaterThan('What it never needs\n'.length);
});

describe('the commands of all pages', () => {
  const asked = (['How to look', 'How to mend', 'How to know that it is mended'] as const).flatMap((section) =>
    pageNames().flatMap((page) => commandsOf(page, section)),
  );
  // The local cloud has no replications of DMS.
  const commands = new Set(asked.filter((command) => !command.startsWith('aws dms ')));
  let lake: TestLake;
  beforeAll(async () => {
    lake = await startLake();
    const lines = gunzipSync(readFileSync(sample)).toString('utf8').split('\n').slice(0, 40);
    const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    const put = (Key: string, Body: string) =>
      s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
    await put(values.KEY, `${lines.join('\n')}\n`);
    await put('raw/files/demo/customers/c.csv', 'id,name\n1,Ada\n2,Bo\n');
    await eventually(
      () => lake.query('SELECT sum(requests) FROM integration_usage').catch(() => []),
      ([row]) => Number(row?.[0]) > 0,
      120_000,
    );
    await eventually(
      () => lake.query('SELECT count(*) FROM demo_customers').catch(() => []),
      ([row]) => row?.[0] === '2',
    );
  });
  afterAll(() => lake?.dispose());

  test('are there', () => expect(commands.size).toBeGreaterThan(10));

  test.each([...commands])('%s', async (command) => {
    const ended = await runCommand(command, { endpoint: lake.endpoint, values });
    expect({ command, ...ended }).toMatchObject({ code: 0 });
  });
});
