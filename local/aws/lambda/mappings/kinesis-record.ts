import { hash } from 'node:crypto';
import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';

/** A record that waits for its function, as it will stand in the event. */
export type Item = {
  readonly sequenceNumber: string;
  readonly arrival: number;
  /** JSON. */
  readonly text: string;
  readonly bytes: number;
};

/** `role` is the function's. */
export type RecordSource = {
  readonly arn: string;
  readonly shardId: string;
  readonly role: string;
  readonly region: string;
};

export function toItem(record: KinesisRecord, source: RecordSource): Item {
  const { SequenceNumber: sequenceNumber = '', ApproximateArrivalTimestamp } = record;
  const arrival = ApproximateArrivalTimestamp?.getTime() ?? 0;
  const text = JSON.stringify({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.PartitionKey,
      sequenceNumber,
      data: Buffer.from(record.Data ?? []).toString('base64'),
      approximateArrivalTimestamp: arrival / 1_000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${source.shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: source.role,
    awsRegion: source.region,
    eventSourceARN: source.arn,
  });
  return { sequenceNumber, arrival, text, bytes: Buffer.byteLength(text) };
}

/** Records of one partition key are always in one lane, so that their order is kept. */
export function laneOf({ PartitionKey = '' }: KinesisRecord, lanes: number): number {
  return lanes === 1 ? 0 : Number.parseInt(hash('md5', PartitionKey).slice(0, 8), 16) % lanes;
}

/** What a filter pattern sees: the data as JSON where it is JSON. */
export function toFiltered(record: KinesisRecord): unknown {
  const text = Buffer.from(record.Data ?? []).toString('utf8');
  const metadata = { partitionKey: record.PartitionKey, sequenceNumber: record.SequenceNumber };
  try {
    return { ...metadata, data: JSON.parse(text) };
  } catch {
    return { ...metadata, data: text };
  }
}
