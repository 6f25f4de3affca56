import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { lake } from './lake.ts';

const sql = "SELECT * FROM (VALUES (1, 'a,b', true), (2, NULL, NULL)) AS t (n, c, f) ORDER BY n";

describe('lake query and lake land', () => {
  let cloud: TestLake;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-land-'));
  beforeAll(async () => {
    cloud = await startLake();
  });
  afterAll(async () => {
    await cloud?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (...args: readonly string[]) => lake(args, { env: { AWS_ENDPOINT_URL: cloud.endpoint } });

  test('an answer is a table, JSON lines or CSV', async () => {
    const [table, json, csv] = await Promise.all([
      at('query', sql),
      at('query', '--json', sql),
      at('query', '--csv', sql),
    ]);
    expect(table.stdout).toMatch(/│ n │ c {4}│ f {4}│\n├.*\n│ 1 │ a,b {2}│ true │\n│ 2 │ NULL │ NULL │/);
    expect(json.stdout).toBe('{"n":1,"c":"a,b","f":true}\n{"n":2,"c":null,"f":null}\n');
    expect(csv.stdout).toBe('n,c,f\n1,"a,b",true\n2,,\n');
    for (const { code, stderr } of [table, json, csv]) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('a statement that Athena fails ends 1 with Athena’s message', async () => {
    const failed = await at('query', 'SELECT nothing FROM (VALUES 1) AS t (n)');
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('COLUMN_NOT_FOUND') });
    expect(failed.stderr).not.toMatch(/^\s+at /m);
  });

  test('files of DMS land under the keys that DMS gave them, loads first', async () => {
    const dms = fileURLToPath(new URL('../../samples/dms/first-load', import.meta.url));
    const change = `${dms}/crm/settings/2026/11/17/20261117-230838105.csv.gz`;
    const landed = await at('land', change, `${dms}/crm/settings/LOAD00000001.csv.gz`);
    expect(landed).toMatchObject({ code: 0, stderr: '' });
    expect(landed.stdout).toMatch(
      /is raw\/db\/crm\/settings\/LOAD00000001.csv.gz\n.*is raw\/db\/crm\/settings\/2026\/11\/17\/20261117-230838105.csv.gz/,
    );
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: cloud.names.rawBucket, Prefix: 'raw/db/' }),
    );
    expect(Contents.find(({ Key }) => change.endsWith(Key?.slice('raw/db/'.length) ?? '?'))?.Size).toBe(
      statSync(change).size,
    );
  });

  test('a call that is wrong ends 2 and says what to write', async () => {
    writeFileSync(join(folder, 'LOAD00000001.csv'), '');
    for (const [args, said] of [
      [['query', ''], 'The statement is empty'],
      [['query', '--json', '--csv', 'SELECT 1'], 'cannot be used with'],
      [['land', join(folder, 'none.log')], 'none.log cannot be read'],
      [['land', folder], 'is a folder'],
      [['land', join(folder, 'LOAD00000001.csv')], 'declare the table there, or say where it belongs with --to'],
      [['land', '--to', 'raw/db/shop/orders', sampleFile], '--to is for files that DMS has named'],
    ] as const) {
      const { code, stderr } = await at(...args);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
    }
  });

  test('without a lake to ask it says how to start one', async () => {
    const asked = await lake(['query', 'SELECT 1'], { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
    expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') });
  });

  test('files land plain and gzipped, and become rows', async () => {
    const lines: string[] = [];
    for await (const line of readLines(sampleFile)) {
      if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) lines.push(line);
      if (lines.length === 60) break;
    }
    const files = [join(folder, 'plain.log'), join(folder, 'zipped.log.gz')] as const;
    writeFileSync(files[0], `${lines.slice(0, 40).join('\n')}\n`);
    writeFileSync(files[1], gzipSync(lines.slice(40).join('\n')));
    const landed = await at('land', ...files);
    expect(landed).toMatchObject({ code: 0, stderr: '' });
    expect(landed.stdout).toMatch(/plain\.log: 40 lines[\s\S]*zipped\.log\.gz: 20 lines/);
    await eventually(
      () => cloud.query('SELECT count(*) FROM haproxy_requests').catch(() => []),
      ([row]) => row?.[0] === '60',
    );
    writeFileSync(join(folder, 'broken.gz'), 'no gzip');
    const broken = await at('land', join(folder, 'broken.gz'));
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('broken.gz cannot be read') });
  });
});
