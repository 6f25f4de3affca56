import { S3Client } from '@aws-sdk/client-s3';
import { objectUnit } from '@tributary/ingest/changes/core/current/rows-units.ts';
import type { Changes, Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { createReadKeyRange } from '@tributary/ingest/changes/current/key-range.ts';
import { createLandingForTests } from '@tributary/ingest/changes/landing/landing-for-tests.ts';
import type { RunningCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { expect } from 'vitest';
import { createChangesLake } from '../changes-lake.ts';
import { shuffled } from '../sample.ts';
import type { RawFile } from './replication.ts';

/** A lake of files that were told of in any order, some of them twice. */
export async function landFiles(changes: Changes, files: readonly RawFile[], seed: number) {
  const landing = createLandingForTests(changes);
  const events = files.map(({ key, body, arrivedAt }) => landing.put(key, body, arrivedAt));
  for (const event of shuffled([...events, ...shuffled(events, seed).slice(0, 30)], seed + 1))
    await landing.land(event);
  expect(landing.events).toEqual([]);
  const lake = await createChangesLake(changes, landing.lake.objects);
  return { ...lake, objects: landing.lake.objects };
}

/** The units of the MERGEs of objects, with the ranges of their keys as they are read from their footers in S3. */
export async function unitsOf(running: RunningCloud, objects: ReadonlyMap<string, Buffer>, table: Table) {
  const client = new S3Client({
    ...{ endpoint: running.endpoint, region: 'eu-west-1', forcePathStyle: true },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const readKeyRange = createReadKeyRange(client);
  const bucket = 'lake';
  await running.cloud.call(admin, 's3', 'CreateBucket', { Bucket: bucket }).catch(() => undefined);
  const units = [];
  for (const [key, body] of objects) {
    if (!key.startsWith(`lake/${table.name}_changes/`)) continue;
    await running.cloud.call(admin, 's3', 'PutObject', { Bucket: bucket, Key: key, Body: body });
    const range = await readKeyRange({ bucket, key, size: body.length }, table);
    units.push(objectUnit({ path: `s3://bucket/${key}`, bytes: body.length, range }, '', 0));
  }
  client.destroy();
  return units;
}
