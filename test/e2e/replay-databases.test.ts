import { readFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { type ReplayLake, startReplayLake } from './replay-lake.ts';

describe('lake replay of databases', () => {
  let lake: ReplayLake['lake'];
  let s3: ReplayLake['s3'];
  let keysUnder: ReplayLake['keysUnder'];
  let replay: ReplayLake['replay'];
  let lose: ReplayLake['lose'];
  let counts: ReplayLake['counts'];

  beforeAll(async () => {
    ({ lake, s3, keysUnder, replay, lose, counts } = await startReplayLake());
  });
  afterAll(() => lake?.dispose());

  test('files of databases are landed again, every version of a load, and are in the table of their receipts', async () => {
    const { lakeBucket, rawBucket: Bucket } = lake.names;
    const folder = 'raw/db/crm/settings/';
    for (const load of ['first-load', 'second-load']) {
      const name = 'LOAD00000001.csv.gz';
      const Body = readFileSync(new URL(`../../samples/dms/${load}/crm/settings/${name}`, import.meta.url));
      await s3.send(new PutObjectCommand({ Bucket, Key: `${folder}${name}`, Body }));
    }
    const landed = () =>
      eventually(
        () => keysUnder(lakeBucket, 'change-receipts/'),
        (keys) => keys.length === 2,
        150_000,
      );
    await landed();
    const before = await keysUnder(lakeBucket, 'lake/crm_settings_changes/');
    expect(before.length).toBeGreaterThan(0);
    await lose('lake/crm_settings_changes/');
    await lose('change-receipts/');
    const dry = await replay('raw', '--key', folder);
    expect(dry.stdout).toContain('would send 2 messages to land-changes');
    expect(await counts('raw', '--key', folder, '--go')).toMatchObject({ state: 'done', counts: { messagesSent: 2 } });
    await landed();
    expect(await keysUnder(lakeBucket, 'lake/crm_settings_changes/')).toEqual(before);
    const receiptsOf = 'SELECT count(*), count(DISTINCT source_version_id), sum(loaded) > 0 FROM';
    await eventually(
      () => lake.query(`${receiptsOf} ${lake.names.rawDatabase}.land_changes_receipts`).catch(() => []),
      ([row]) => row?.join() === '2,2,true',
      60_000,
    );
  });
});
