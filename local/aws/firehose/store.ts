import { join } from 'node:path';
import type {
  DeliveryStreamType,
  ExtendedS3DestinationConfiguration,
  KinesisStreamSourceConfiguration,
} from '@aws-sdk/client-firehose';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { type BufferFiles, openBufferFiles } from './buffer-files.ts';

export type DeliveryStream = {
  readonly name: string;
  readonly arn: string;
  readonly type: DeliveryStreamType;
  readonly source?: KinesisStreamSourceConfiguration;
  readonly destination: ExtendedS3DestinationConfiguration;
  /** Counts updates from 1; part of object names. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly encrypted: boolean;
  readonly tags: Readonly<Record<string, string>>;
};

export type FirehoseStore = {
  readonly streams: Journal<DeliveryStream>;
  /** Where a Kinesis source has been read to, by `delivery stream/shard`. */
  readonly checkpoints: Journal<string>;
  readonly buffers: BufferFiles;
};

export function openFirehoseStore(dir: string): FirehoseStore {
  return {
    streams: openJournal(join(dir, 'streams.jsonl')),
    checkpoints: openJournal(join(dir, 'checkpoints.jsonl')),
    buffers: openBufferFiles(join(dir, 'buffers')),
  };
}

export function streamArn(cloud: { readonly region: string; readonly account: string }, name: string): string {
  return `arn:aws:firehose:${cloud.region}:${cloud.account}:deliverystream/${name}`;
}

/** Throws ResourceNotFoundException. */
export function requireStream(
  store: FirehoseStore,
  cloud: { readonly account: string },
  name: string | undefined,
): DeliveryStream {
  const stream = store.streams.get(name ?? '');
  if (stream === undefined)
    throw new AwsError('ResourceNotFoundException', `Firehose ${name ?? ''} under account ${cloud.account} not found.`);
  return stream;
}
