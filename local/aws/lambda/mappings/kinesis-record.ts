import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';

/** A stream record as a function gets it; `role` is the function's. */
export function toEventRecord(
  record: KinesisRecord,
  source: { readonly arn: string; readonly shardId: string; readonly role: string; readonly region: string },
) {
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.PartitionKey,
      sequenceNumber: record.SequenceNumber,
      data: Buffer.from(record.Data ?? []).toString('base64'),
      approximateArrivalTimestamp: (record.ApproximateArrivalTimestamp?.getTime() ?? 0) / 1_000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${source.shardId}:${record.SequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: source.role,
    awsRegion: source.region,
    eventSourceARN: source.arn,
  };
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
