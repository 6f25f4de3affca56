import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { declaredChanges } from '../declared-changes.ts';
import { localClient } from '../target.ts';
import { landChanges, readChangesSample } from './changes.ts';

const Bucket = 'raw';
const sample = readChangesSample(declaredChanges());
let stateDir: string;
let running: RunningCloud;
let s3: S3Client;

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'sample-'));
  running = await startCloud({ stateDir, port: 0 });
  s3 = new S3Client({ ...localClient(running.endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});

afterEach(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** Notes what is put; the put after `most` fails. */
function recorder(put: (string | undefined)[], most: number): Pick<S3Client, 'send'> {
  return Object.assign(Object.create(s3), {
    send: async (command: PutObjectCommand) => {
      if (!(command instanceof PutObjectCommand)) return s3.send(command);
      if (put.length === most) throw new Error('cut off');
      put.push(command.input.Key);
      return s3.send(command);
    },
  });
}

test('the sample has the rows of the tables that are declared', () => {
  expect(sample.files).toHaveLength(60);
  expect(Object.fromEntries(sample.tables.map(({ name, rows }) => [name, rows]))).toEqual({
    crm_accounts: 84,
    crm_settings: 65,
    shop_order_lines: 313,
    shop_orders: 343,
    shop_stock_moves: 62,
  });
  expect(readChangesSample({ sources: [] })).toEqual({ files: [], tables: [] });
});

test('files land once, in their order; the second load is a second later than all before, also when an earlier start was cut off', async () => {
  const put: (string | undefined)[] = [];
  await expect(landChanges(recorder(put, 37), Bucket, sample)).rejects.toThrow('cut off');
  await landChanges(recorder(put, 45), Bucket, sample).catch(() => undefined);
  await landChanges(recorder(put, 100), Bucket, sample);
  await landChanges(recorder(put, 100), Bucket, sample);
  expect(put).toEqual(sample.files.map(({ key }) => key));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const seconds = Versions.map(({ LastModified }) => Math.floor(Number(LastModified) / 1000)).sort((a, b) => a - b);
  expect(seconds).toHaveLength(60);
  expect(seconds[40]).toBeGreaterThan(seconds[39] ?? Number.NaN);
});
