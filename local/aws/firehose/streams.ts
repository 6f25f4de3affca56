import type {
  DeliveryStreamDescription,
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationUpdate,
} from '@aws-sdk/client-firehose';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { checkChange, checkDestination, checkRole, describeDestination } from './configuration.ts';
import type { FirehoseParts } from './parts.ts';
import { type DeliveryStream, requireStream, streamArn } from './store.ts';

const destinationId = 'destinationId-000000000001';

export function describeDeliveryStream({ store }: FirehoseParts): Operation {
  return operation('firehose', 'DescribeDeliveryStream', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:DescribeDeliveryStream', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    handle: ({ DeliveryStreamName }, { cloud }) => ({
      DeliveryStreamDescription: describe(requireStream(store, cloud, DeliveryStreamName)),
    }),
  });
}

function describe(stream: DeliveryStream): DeliveryStreamDescription {
  const destination = describeDestination(stream.destination);
  const { EncryptionConfiguration, CompressionFormat, BufferingHints, RoleARN, BucketARN } = destination;
  const plain = { EncryptionConfiguration, CompressionFormat, BufferingHints, RoleARN, BucketARN };
  const createdAt = new Date(stream.createdAt);
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: { Status: stream.encrypted ? 'ENABLED' : 'DISABLED' },
    DeliveryStreamType: stream.type,
    VersionId: String(stream.version),
    CreateTimestamp: createdAt,
    ...(stream.updatedAt === undefined ? {} : { LastUpdateTimestamp: new Date(stream.updatedAt) }),
    ...(stream.source === undefined
      ? {}
      : { Source: { KinesisStreamSourceDescription: { ...stream.source, DeliveryStartTimestamp: createdAt } } }),
    Destinations: [
      {
        DestinationId: destinationId,
        S3DestinationDescription: plain,
        ExtendedS3DestinationDescription: destination,
      },
    ],
    HasMoreDestinations: false,
  };
}

export function listDeliveryStreams({ store }: FirehoseParts): Operation {
  return operation('firehose', 'ListDeliveryStreams', {
    permissions: () => [{ action: 'firehose:ListDeliveryStreams', resource: '*' }],
    handle({ Limit = 10, DeliveryStreamType, ExclusiveStartDeliveryStreamName: after = '' }) {
      const found = [...store.streams.values()]
        .filter(({ type }) => DeliveryStreamType === undefined || type === DeliveryStreamType)
        .map(({ name }) => name)
        .filter((name) => name > after)
        .sort();
      return { DeliveryStreamNames: found.slice(0, Limit), HasMoreDeliveryStreams: found.length > Limit };
    },
  });
}

export function deleteDeliveryStream({ store, source }: FirehoseParts): Operation {
  return operation('firehose', 'DeleteDeliveryStream', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:DeleteDeliveryStream', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    handle({ DeliveryStreamName }, { cloud }) {
      const { name } = requireStream(store, cloud, DeliveryStreamName);
      store.streams.delete(name);
      source.refresh(name);
      store.buffers.drop(name);
      for (const key of [...store.checkpoints.keys()]) if (key.startsWith(`${name}/`)) store.checkpoints.delete(key);
      return {};
    },
  });
}

export function updateDestination({ store }: FirehoseParts): Operation {
  return operation('firehose', 'UpdateDestination', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:UpdateDestination', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    async handle(input, context) {
      const { cloud } = context;
      const stream = requireStream(store, cloud, input.DeliveryStreamName);
      if (input.CurrentDeliveryStreamVersionId !== String(stream.version))
        throw new AwsError(
          'ConcurrentModificationException',
          `Cannot update firehose: ${stream.name} since the current version id: ${stream.version} and specified version id: ${input.CurrentDeliveryStreamVersionId} do not match`,
        );
      const update = input.ExtendedS3DestinationUpdate ?? input.S3DestinationUpdate;
      if (input.DestinationId !== destinationId || update === undefined)
        throw new AwsError(
          'InvalidArgumentException',
          'The destination to update is not the S3 destination of the stream.',
        );
      const destination = changed(stream.destination, update);
      checkDestination(destination);
      checkChange(stream.destination, destination);
      await checkRole(destination.RoleARN, context);
      const updatedAt = cloud.clock.now();
      store.streams.put(stream.name, { ...stream, destination, version: stream.version + 1, updatedAt });
      return {};
    },
  });
}

/** An update's members replace those of before; it calls the backup's configuration S3BackupUpdate. */
function changed(
  before: ExtendedS3DestinationConfiguration,
  { S3BackupUpdate, ...update }: ExtendedS3DestinationUpdate,
): ExtendedS3DestinationConfiguration {
  const { RoleARN, BucketARN } = { ...before, ...definedIn(update) };
  const backup = { RoleARN, BucketARN, ...before.S3BackupConfiguration, ...definedIn(S3BackupUpdate ?? {}) };
  const hasBackup = (S3BackupUpdate ?? before.S3BackupConfiguration) !== undefined;
  return {
    ...before,
    ...definedIn(update),
    ...(hasBackup ? { S3BackupConfiguration: { ...backup, ...placeOf(backup, before) } } : {}),
    ...placeOf({ RoleARN, BucketARN }, before),
  };
}

/** Both are always there: an update only leaves out what stays. */
function placeOf(
  place: Partial<Pick<ExtendedS3DestinationConfiguration, 'RoleARN' | 'BucketARN'>>,
  before: ExtendedS3DestinationConfiguration,
) {
  return { RoleARN: place.RoleARN ?? before.RoleARN, BucketARN: place.BucketARN ?? before.BucketARN };
}

function definedIn<T extends object>(update: T): Partial<T> {
  const given: Partial<T> = { ...update };
  for (const key in given) if (given[key] === undefined) delete given[key];
  return given;
}
