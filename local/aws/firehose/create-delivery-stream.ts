import type { CreateDeliveryStreamInput } from '@aws-sdk/client-firehose';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { checkRole, destinationOf } from './configuration.ts';
import type { FirehoseParts } from './parts.ts';
import { type DeliveryStream, streamArn } from './store.ts';

export function createDeliveryStream({ store, source }: FirehoseParts): Operation {
  return operation('firehose', 'CreateDeliveryStream', {
    permissions: ({ DeliveryStreamName, ExtendedS3DestinationConfiguration: destination }, { cloud }) => [
      { action: 'firehose:CreateDeliveryStream', resource: streamArn(cloud, DeliveryStreamName ?? '') },
      ...(destination === undefined
        ? []
        : [
            {
              action: 'iam:PassRole',
              resource: destination.RoleARN ?? '',
              conditions: { 'iam:PassedToService': 'firehose.amazonaws.com' },
            },
          ]),
    ],
    async handle(input, context) {
      const { cloud } = context;
      const name = input.DeliveryStreamName ?? '';
      if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(name))
        throw new AwsError('ValidationException', `Invalid delivery stream name: ${name}`);
      if (store.streams.has(name))
        throw new AwsError(
          'ResourceInUseException',
          `Firehose ${name} under accountId ${cloud.account} already exists`,
        );
      const stream = newStream(name, input, cloud);
      await checkRole(stream.destination.RoleARN, context);
      if (stream.source !== undefined) await checkRole(stream.source.RoleARN, context);
      store.streams.put(name, stream);
      source.refresh(name);
      return { DeliveryStreamARN: stream.arn };
    },
  });
}

function newStream(name: string, input: CreateDeliveryStreamInput, cloud: Cloud): DeliveryStream {
  const { KinesisStreamSourceConfiguration: source, DeliveryStreamType: type = 'DirectPut', Tags = [] } = input;
  if ((type === 'KinesisStreamAsSource') !== (source !== undefined))
    throw new AwsError(
      'InvalidArgumentException',
      'KinesisStreamSourceConfig is only applicable, and then needed, for KinesisStreamAsSource stream type.',
    );
  return {
    name,
    arn: streamArn(cloud, name),
    type,
    ...(source === undefined ? {} : { source }),
    destination: destinationOf(input),
    version: 1,
    createdAt: cloud.clock.now(),
    encrypted: input.DeliveryStreamEncryptionConfigurationInput !== undefined,
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
