import type { MetricsName } from '@aws-sdk/client-kinesis';
import { type Operation, operation } from '../../kernel/operation.ts';
import { invalidArgument, type KinesisStore, requireStream, type Stream, streamArn } from './store.ts';
import { checkedRecordKiB } from './streams.ts';

const leastRetentionHours = 24;
const maxRetentionHours = 8_760;

export function increaseStreamRetentionPeriod(store: KinesisStore): Operation {
  return operation('kinesis', 'IncreaseStreamRetentionPeriod', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:IncreaseStreamRetentionPeriod', resource: streamArn(cloud, input) },
    ],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const hours = checkedRetention(input.RetentionPeriodHours ?? 0);
      if (hours < stream.retentionHours)
        throw invalidArgument(
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention period (${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
        );
      return change(store, stream, { retentionHours: hours });
    },
  });
}

export function decreaseStreamRetentionPeriod(store: KinesisStore): Operation {
  return operation('kinesis', 'DecreaseStreamRetentionPeriod', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:DecreaseStreamRetentionPeriod', resource: streamArn(cloud, input) },
    ],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const hours = checkedRetention(input.RetentionPeriodHours ?? 0);
      if (hours > stream.retentionHours)
        throw invalidArgument(
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention period (${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
        );
      return change(store, stream, { retentionHours: hours });
    },
  });
}

function checkedRetention(hours: number): number {
  if (hours < leastRetentionHours)
    throw invalidArgument(
      `Minimum allowed retention period is ${leastRetentionHours} hours. Requested retention period (${hours} hours) is too short.`,
    );
  if (hours > maxRetentionHours)
    throw invalidArgument(
      `Maximum allowed retention period is ${maxRetentionHours} hours. Requested retention period (${hours} hours) is too long.`,
    );
  return hours;
}

/** Recorded: what is on this disk stays readable. */
export function startStreamEncryption(store: KinesisStore): Operation {
  return operation('kinesis', 'StartStreamEncryption', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:StartStreamEncryption', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const keyId = input.KeyId === undefined ? {} : { keyId: input.KeyId };
      return change(store, requireStream(store, cloud, input), { encryption: { type: 'KMS', ...keyId } });
    },
  });
}

export function stopStreamEncryption(store: KinesisStore): Operation {
  return operation('kinesis', 'StopStreamEncryption', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:StopStreamEncryption', resource: streamArn(cloud, input) }],
    handle: (input, { cloud }) => change(store, requireStream(store, cloud, input), { encryption: { type: 'NONE' } }),
  });
}

export function updateStreamMode(store: KinesisStore): Operation {
  return operation('kinesis', 'UpdateStreamMode', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:UpdateStreamMode', resource: streamArn(cloud, input) }],
    handle: (input, { cloud }) =>
      change(store, requireStream(store, cloud, input), { mode: input.StreamModeDetails?.StreamMode ?? 'PROVISIONED' }),
  });
}

export function updateMaxRecordSize(store: KinesisStore): Operation {
  return operation('kinesis', 'UpdateMaxRecordSize', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:UpdateMaxRecordSize', resource: streamArn(cloud, input) }],
    handle: (input, { cloud }) =>
      change(store, requireStream(store, cloud, input), {
        maxRecordKiB: checkedRecordKiB(input.MaxRecordSizeInKiB ?? 0),
      }),
  });
}

/** Recorded: the local cloud keeps no metrics of single shards. */
export function enableEnhancedMonitoring(store: KinesisStore): Operation {
  return operation('kinesis', 'EnableEnhancedMonitoring', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:EnableEnhancedMonitoring', resource: streamArn(cloud, input) },
    ],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      return monitored(store, stream, [...new Set([...stream.shardMetrics, ...(input.ShardLevelMetrics ?? [])])]);
    },
  });
}

export function disableEnhancedMonitoring(store: KinesisStore): Operation {
  return operation('kinesis', 'DisableEnhancedMonitoring', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:DisableEnhancedMonitoring', resource: streamArn(cloud, input) },
    ],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const off = input.ShardLevelMetrics ?? [];
      const left = off.includes('ALL') ? [] : stream.shardMetrics.filter((metric) => !off.includes(metric));
      return monitored(store, stream, left);
    },
  });
}

function monitored(store: KinesisStore, stream: Stream, shardMetrics: readonly MetricsName[]) {
  change(store, stream, { shardMetrics });
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardLevelMetrics: [...stream.shardMetrics],
    DesiredShardLevelMetrics: [...shardMetrics],
  };
}

function change(store: KinesisStore, stream: Stream, settings: Partial<Stream>): Record<never, never> {
  store.streams.put(stream.name, { ...stream, ...settings });
  return {};
}
