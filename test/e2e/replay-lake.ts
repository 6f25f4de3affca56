import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { lake as command } from '../cli/lake.ts';
import { startLake } from '../harness/lake.ts';

/** The folder of a day, and two hours of it as options. */
export const day = 'year=2026/month=11/day=20';
export const hours = ['--from', '2026-11-20T13', '--to', '2026-11-20T15'] as const;

/** A lake of the test's own, and what is done to it: objects put and lost, and `lake replay`. */
export async function startReplayLake() {
  const lake = await startLake();
  const { rawBucket, lakeBucket } = lake.names;
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  const keysUnder = async (Bucket: string, Prefix: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key);
  };
  const run = (...args: readonly string[]) =>
    command(['replay', ...args], { env: { AWS_ENDPOINT_URL: lake.endpoint } });
  const replay = async (...args: readonly string[]) => {
    const told = await run(...args);
    expect(told).toMatchObject({ stderr: '' });
    return told;
  };
  return {
    lake,
    s3,
    keysUnder,
    run,
    replay,
    put: (Key: string, text: readonly string[]) =>
      s3.send(new PutObjectCommand({ Bucket: rawBucket, Key, Body: `${text.join('\n')}\n` })),
    /** Objects of the lake bucket are gone. */
    lose: async (prefix: string) => {
      const Objects = (await keysUnder(lakeBucket, prefix)).map((Key) => ({ Key }));
      await s3.send(new DeleteObjectsCommand({ Bucket: lakeBucket, Delete: { Objects } }));
    },
    counts: async (...args: readonly string[]) => JSON.parse((await replay(...args, '--json')).stdout),
  };
}

export type ReplayLake = Awaited<ReturnType<typeof startReplayLake>>;
