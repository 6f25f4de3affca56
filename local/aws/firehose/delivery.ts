import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ExtendedS3DestinationConfiguration } from '@aws-sdk/client-firehose';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { SealedBuffer, SourceRecord } from './buffer-files.ts';
import { evaluateErrorPrefix, evaluatePrefix } from './prefix.ts';
import { processRecords } from './processing.ts';
import type { FailedRecord } from './processor.ts';
import type { DeliveryStream } from './store.ts';

export type Place = Pick<
  ExtendedS3DestinationConfiguration,
  'RoleARN' | 'BucketARN' | 'Prefix' | 'CompressionFormat' | 'FileExtension'
>;

/** Processes a buffer and puts what comes of it to S3 as the stream's role; throws what S3 answers. Again gives the same keys. */
export async function deliverBuffer(
  cloud: Cloud,
  stream: DeliveryStream,
  buffer: SealedBuffer,
  records: readonly SourceRecord[],
): Promise<void> {
  const { destination } = stream;
  const timestamp = records[0]?.arrival ?? cloud.clock.now();
  if (destination.S3BackupMode === 'Enabled' && destination.S3BackupConfiguration !== undefined)
    await putData(cloud, stream, destination.S3BackupConfiguration, {
      id: backupId(buffer.id),
      timestamp,
      pieces: records.map((record) => record.data),
    });
  const { data, failed } = await processRecords(cloud, stream, records);
  await putData(cloud, stream, destination, { id: buffer.id, timestamp, pieces: data });
  if (failed.length > 0) await putFailed(cloud, stream, { id: buffer.id, timestamp, records: failed });
}

/** Another id of the same form, the same at each try. */
function backupId(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

type Content = { readonly id: string; readonly timestamp: number; readonly pieces: readonly Buffer[] };

/** Pieces one after the other, without a delimiter. */
async function putData(cloud: Cloud, stream: DeliveryStream, place: Place, content: Content): Promise<void> {
  if (content.pieces.length === 0) return;
  const whole = Buffer.concat(content.pieces);
  const body = place.CompressionFormat === 'GZIP' ? gzipSync(whole) : whole;
  const extension = place.FileExtension || (place.CompressionFormat === 'GZIP' ? '.gz' : '');
  const prefix = evaluatePrefix(place.Prefix ?? '', content);
  await put(cloud, place, prefix + objectName(stream, content) + extension, body);
}

type Failures = { readonly id: string; readonly timestamp: number; readonly records: readonly FailedRecord[] };

async function putFailed(cloud: Cloud, stream: DeliveryStream, failures: Failures): Promise<void> {
  const { destination } = stream;
  const prefix = evaluateErrorPrefix(destination.Prefix ?? '', destination.ErrorOutputPrefix, {
    timestamp: failures.timestamp,
    errorOutputType: 'processing-failed',
  });
  const lines = failures.records.map((record) => `${JSON.stringify(record)}\n`);
  await put(cloud, destination, prefix + objectName(stream, failures), Buffer.from(lines.join('')));
}

function objectName(stream: DeliveryStream, { id, timestamp }: Pick<Content, 'id' | 'timestamp'>): string {
  const time = new Date(timestamp).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return `${stream.name}-${stream.version}-${time}-${id}`;
}

async function put(cloud: Cloud, place: Place, Key: string, Body: Buffer): Promise<void> {
  const role: Caller = { kind: 'role', roleArn: place.RoleARN ?? '', sessionName: 'FirehoseDelivery' };
  await cloud.call(role, 's3', 'PutObject', { Bucket: bucketName(place), Key, Body });
}

export function bucketName({ BucketARN }: Pick<Place, 'BucketARN'>): string {
  return (BucketARN ?? '').replace('arn:aws:s3:::', '');
}
