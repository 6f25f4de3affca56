import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { type KinesisStore, requireStream, streamArn } from './store.ts';

const maxRetentionHours = 8_760;

export function increaseStreamRetentionPeriod(store: KinesisStore): Operation {
  return operation('kinesis', 'IncreaseStreamRetentionPeriod', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:IncreaseStreamRetentionPeriod', resource: streamArn(cloud, input) },
    ],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const hours = input.RetentionPeriodHours ?? 0;
      if (hours < stream.retentionHours || hours > maxRetentionHours)
        throw new AwsError(
          'InvalidArgumentException',
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than the existing one (${stream.retentionHours} hours) nor longer than ${maxRetentionHours}.`,
        );
      store.streams.put(stream.name, { ...stream, retentionHours: hours });
      return {};
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
      const hours = input.RetentionPeriodHours ?? 0;
      if (hours > stream.retentionHours || hours < 24)
        throw new AwsError(
          'InvalidArgumentException',
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than the existing one (${stream.retentionHours} hours) nor shorter than 24.`,
        );
      store.streams.put(stream.name, { ...stream, retentionHours: hours });
      return {};
    },
  });
}

/** Recorded: what is on this disk stays readable. */
export function startStreamEncryption(store: KinesisStore): Operation {
  return operation('kinesis', 'StartStreamEncryption', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:StartStreamEncryption', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const keyId = input.KeyId === undefined ? {} : { keyId: input.KeyId };
      store.streams.put(stream.name, { ...stream, encryption: { type: input.EncryptionType ?? 'KMS', ...keyId } });
      return {};
    },
  });
}

export function addTagsToStream(store: KinesisStore): Operation {
  return operation('kinesis', 'AddTagsToStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:AddTagsToStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      store.streams.put(stream.name, { ...stream, tags: { ...stream.tags, ...input.Tags } });
      return {};
    },
  });
}

export function listTagsForStream(store: KinesisStore): Operation {
  return operation('kinesis', 'ListTagsForStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:ListTagsForStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const { tags } = requireStream(store, cloud, input);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })), HasMoreTags: false };
    },
  });
}
