import type { QueryExecution } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { createReadKeyRange } from '@tributary/ingest/changes/current/key-range.ts';
import { startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';

const bucket = 'bucket';

/** What a statement read, and how long it took. */
export type Cost = { readonly bytes: number; readonly seconds: number };

/** A local cloud with a database in its Athena. */
export async function startLake(stateDir: string) {
  const { cloud, endpoint, stop } = await startCloud({ stateDir, port: 0 });
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket: bucket });
  const client = new S3Client({
    ...{ endpoint, region: 'eu-west-1', forcePathStyle: true },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  async function run(sql: string): Promise<Cost> {
    const { QueryExecutionId } = await cloud.call(admin, 'athena', 'StartQueryExecution', {
      QueryString: sql,
      QueryExecutionContext: { Database: 'lake' },
      ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` },
    });
    for (;;) {
      const { QueryExecution = {} } = await cloud.call(admin, 'athena', 'GetQueryExecution', { QueryExecutionId });
      const cost = costOf(QueryExecution, sql);
      if (cost !== undefined) return cost;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  await run('CREATE DATABASE lake');
  return {
    bucket,
    run,
    readKeyRange: createReadKeyRange(client),
    put: (Key: string, Body: Buffer) => cloud.call(admin, 's3', 'PutObject', { Bucket: bucket, Key, Body }),
    async stop(): Promise<void> {
      client.destroy();
      await stop();
    },
  };
}

export type BenchLake = Awaited<ReturnType<typeof startLake>>;

/** Undefined while it runs. */
function costOf({ Status, Statistics }: QueryExecution, sql: string): Cost | undefined {
  if (Status?.State === 'FAILED') throw new Error(`${Status.StateChangeReason}\n${sql}`);
  if (Status?.State !== 'SUCCEEDED') return undefined;
  const { DataScannedInBytes: bytes = 0, TotalExecutionTimeInMillis: ms = 0 } = Statistics ?? {};
  return { bytes, seconds: ms / 1000 };
}
