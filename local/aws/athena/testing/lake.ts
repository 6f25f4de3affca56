import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryExecution, StartQueryExecutionInput } from '@aws-sdk/client-athena';
import { afterEach } from 'vitest';
import type { Caller } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { AwsError } from '../../../kernel/error.ts';
import type { ObjectFiles } from '../../../kernel/objects.ts';
import type { Permission } from '../../../kernel/permission.ts';
import type { BusEvent } from '../../events/event.ts';
import { testCloud } from '../../glue/test-cloud.ts';
import { createS3 } from '../../s3/service.ts';
import { createAthena } from '../service.ts';

export const role: Caller = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/analyst', sessionName: 's' };
export const admin: Caller = { kind: 'admin' };
export const output = 's3://bucket/results/';
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Options = {
  readonly denied?: (permission: Permission) => boolean;
  /** Who may do what, instead of what `denied` leaves. */
  readonly authorize?: Cloud['authorize'];
  readonly folder?: string;
  readonly slots?: number;
  readonly timeLimitMillis?: number;
  /** What Athena reads S3 by, instead. */
  readonly objects?: (files: ObjectFiles) => ObjectFiles;
};

export async function start(options: Options = {}) {
  const { denied = () => false, authorize, folder, objects = (files) => files, ...limits } = options;
  const stateDir = folder ?? mkdtempSync(join(tmpdir(), 'athena-'));
  const refuseDenied: Cloud['authorize'] = (caller, permission) => {
    if (caller.kind === 'role' && denied(permission))
      throw new AwsError('AccessDeniedException', `not authorized to perform: ${permission.action}`, 403);
  };
  const cloud = testCloud(stateDir, authorize ?? refuseDenied);
  const events: BusEvent[] = [];
  const s3 = createS3(cloud, { emit: () => undefined });
  cloud.add(s3);
  const catalogsDir = join(import.meta.dirname, '../../../../samples');
  const emit = (event: BusEvent) => events.push(event);
  const athena = createAthena({ cloud, objects: objects(s3.files), emit, catalogsDir, ...limits });
  cloud.add(athena);
  athena.start?.();
  const close = async () => {
    await athena.stop?.();
    await s3.stop?.();
    cloud.clock.stop();
  };
  closing.push(async () => {
    await close();
    rmSync(stateDir, { recursive: true, force: true });
  });
  if (!folder)
    await cloud.call(admin, 's3', 'CreateBucket', {
      Bucket: 'bucket',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
  const put = (Key: string, Body: string) => cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key, Body });
  return { cloud, events, put, close, stateDir, files: s3.files };
}

export type Lake = Awaited<ReturnType<typeof start>>;
/** A local cloud with Athena in it. */
export type AnyLake = { readonly cloud: Pick<Cloud, 'call'> };

/** `more` adds to the request, or replaces what it says. */
export async function submit(
  { cloud }: AnyLake,
  sql: string,
  caller: Caller = admin,
  more: Partial<StartQueryExecutionInput> = {},
): Promise<string> {
  const { QueryExecutionId = '' } = await cloud.call(caller, 'athena', 'StartQueryExecution', {
    QueryString: sql,
    QueryExecutionContext: { Database: 'lake' },
    ResultConfiguration: { OutputLocation: output },
    ...more,
  });
  return QueryExecutionId;
}

export async function ended({ cloud }: AnyLake, id: string): Promise<QueryExecution> {
  for (;;) {
    const { QueryExecution: execution = {} } = await cloud.call(admin, 'athena', 'GetQueryExecution', {
      QueryExecutionId: id,
    });
    if (!/QUEUED|RUNNING/.test(execution.Status?.State ?? '')) return execution;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const run = async (lake: AnyLake, sql: string, caller: Caller = admin) =>
  ended(lake, await submit(lake, sql, caller));

export async function rows(lake: AnyLake, sql: string): Promise<(string | null)[][]> {
  const execution = await run(lake, sql);
  if (execution.Status?.State !== 'SUCCEEDED') throw new Error(execution.Status?.StateChangeReason);
  const { ResultSet } = await lake.cloud.call(admin, 'athena', 'GetQueryResults', {
    QueryExecutionId: execution.QueryExecutionId,
  });
  return (ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map((datum) => datum.VarCharValue ?? null));
}

export async function withLogs(options?: Options): Promise<Lake> {
  const lake = await start(options);
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('logs/dt=2026-01-01/a.json', '{"id": 1, "Name": "one"}\n{"id": 2}\n');
  await lake.put('logs/dt=2026-01-02/b.json', '{"id": 3, "name": "a \\"b\\", c"}\n');
  await run(
    lake,
    `CREATE EXTERNAL TABLE logs (id int, name string) PARTITIONED BY (dt string)
     ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/logs/'`,
  );
  await run(lake, 'MSCK REPAIR TABLE logs');
  return lake;
}
