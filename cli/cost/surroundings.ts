import { type CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Lake } from '../logs/functions.ts';
import type { Target } from '../target.ts';
import type { FunctionSize, Surroundings } from './from-metrics.ts';
import type { Measured } from './read-metrics.ts';
import { wayOf } from './ways.ts';

type Day = { readonly measured: readonly Measured[]; readonly hours: number };

/** Memory of functions and shards of streams, as they are now; of those that are gone nothing. */
export async function readSurroundings(target: Target, lake: Lake, { measured, hours }: Day): Promise<Surroundings> {
  const named = (namespace: string) => [
    ...new Set(measured.filter((each) => each.namespace === namespace).map(({ name }) => name)),
  ];
  const lambda = new LambdaClient(target.client);
  const kinesis = new KinesisClient(target.client);
  const sizes = new Map(
    await Promise.all(named('AWS/Lambda').map(async (name) => [name, await sizeOf(lambda, name)] as const)),
  );
  const shards = new Map(
    await Promise.all(named('AWS/Kinesis').map(async (name) => [name, await shardsOf(kinesis, name)] as const)),
  );
  return {
    wayOf: (name) => wayOf(name, lake),
    memoryOf: (name) => sizes.get(name),
    shardsOf: (name) => shards.get(name) ?? 0,
    hours,
  };
}

async function sizeOf(client: LambdaClient, name: string): Promise<FunctionSize | undefined> {
  const found = await whereThere(client.send(new GetFunctionConfigurationCommand({ FunctionName: name })));
  return found && { megabytes: found.MemorySize ?? 128, isArm: found.Architectures?.[0] === 'arm64' };
}

async function shardsOf(client: KinesisClient, name: string): Promise<number> {
  const found = await whereThere(client.send(new DescribeStreamSummaryCommand({ StreamName: name })));
  const { StreamModeDetails, OpenShardCount = 0 } = found?.StreamDescriptionSummary ?? {};
  return StreamModeDetails?.StreamMode === 'ON_DEMAND' ? 0 : OpenShardCount;
}

async function whereThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** Alarms of the lake's services in this stage: `tributary-ingest-dev-…`. */
export async function countAlarms(client: CloudWatchClient, { prefix, stage }: Lake): Promise<number> {
  let count = 0;
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms(
    { client },
    { AlarmNamePrefix: `${prefix}-` },
  ))
    count += [...MetricAlarms, ...CompositeAlarms].filter(({ AlarmName = '' }) =>
      AlarmName.includes(`-${stage}-`),
    ).length;
  return count;
}
