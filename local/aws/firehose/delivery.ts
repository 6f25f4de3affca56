import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ExtendedS3DestinationConfiguration } from '@aws-sdk/client-firehose';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { SealedBuffer, SourceRecord } from './buffer-files.ts';
import { type Partition, partition } from './partitions.ts';
import { evaluateErrorPrefix, evaluatePrefix } from './prefix.ts';
import { delimiterOf, processRecords } from './processing.ts';
import type { Failure } from './processor.ts';
import type { DeliveryStream } from './store.ts';

export type Place = Pick<
  ExtendedS3DestinationConfiguration,
  'RoleARN' | 'BucketARN' | 'Prefix' | 'CompressionFormat' | 'FileExtension'
>;

/** An object that a buffer becomes. The same buffer gives the same keys, whenever it is delivered. */
export type PreparedObject = { readonly place: Place; readonly key: string; readonly body: Buffer };

/** Processes a buffer: its objects for the destination, for what failed and for the backup. */
export async function prepareBuffer(
  cloud: Cloud,
  stream: DeliveryStream,
  buffer: SealedBuffer,
  records: readonly SourceRecord[],
): Promise<readonly PreparedObject[]> {
  const { destination } = stream;
  const { S3BackupConfiguration: backup, S3BackupMode } = destination;
  const of = { stream, buffer };
  const source = records.map((record) => ({ ...record, raw: record.data }));
  const kept = S3BackupMode === 'Enabled' && backup !== undefined && source.length > 0;
  const processed = await processRecords(cloud, stream, records);
  const { partitions, failed } = partition(destination.Prefix ?? '', processed.records, cloud.clock.now());
  return [
    ...(kept ? [dataObject(of, backup, { keys: new Map([['backup', '']]), records: source })] : []),
    ...partitions.map((one) => dataObject(of, destination, one, delimiterOf(stream))),
    ...failedObjects(of, [...processed.failed, ...failed]),
  ];
}

export async function putObject(cloud: Cloud, { place, key, body }: PreparedObject): Promise<void> {
  const role: Caller = { kind: 'role', roleArn: place.RoleARN ?? '', sessionName: 'FirehoseDelivery' };
  await cloud.call(role, 's3', 'PutObject', { Bucket: bucketName(place), Key: key, Body: body });
}

type Of = { readonly stream: DeliveryStream; readonly buffer: SealedBuffer };

function dataObject(of: Of, place: Place, content: Partition, delimiter?: Buffer): PreparedObject {
  const { keys, records } = content;
  const pieces = records.flatMap(({ data }, at) => (at === 0 || delimiter === undefined ? [data] : [delimiter, data]));
  const whole = Buffer.concat(pieces);
  const id = keys.size === 0 ? of.buffer.id : derivedId(of.buffer.id, JSON.stringify([...keys]));
  const timestamp = oldest(records.map(({ arrival }) => arrival));
  const prefix = evaluatePrefix(place.Prefix ?? '', { timestamp, id, keys });
  return {
    place,
    key: prefix + objectName(of.stream, id, timestamp) + extensionOf(place),
    body: place.CompressionFormat === 'GZIP' ? gzipSync(whole) : whole,
  };
}

function extensionOf({ FileExtension, CompressionFormat }: Place): string {
  return FileExtension || (CompressionFormat === 'GZIP' ? '.gz' : '');
}

/** One object for each kind of failure, of JSON lines. */
function failedObjects({ stream, buffer }: Of, failed: readonly Failure[]): readonly PreparedObject[] {
  const { destination } = stream;
  return [...new Set(failed.map(({ type }) => type))].map((type) => {
    const records = failed.filter((one) => one.type === type).map(({ record }) => record);
    const timestamp = oldest(records.map(({ arrivalTimestamp }) => arrivalTimestamp));
    const id = derivedId(buffer.id, type);
    const scope = { timestamp, id, errorOutputType: type };
    const prefix = evaluateErrorPrefix(destination.Prefix ?? '', destination.ErrorOutputPrefix, scope);
    const body = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return { place: destination, key: prefix + objectName(stream, id, timestamp), body };
  });
}

/** Another id of the same form, the same at each try. */
function derivedId(id: string, part: string): string {
  const hex = createHash('sha256').update(`${id} ${part}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function oldest(times: readonly number[]): number {
  return times.reduce((first, time) => Math.min(first, time), Number.MAX_SAFE_INTEGER);
}

function objectName(stream: DeliveryStream, id: string, timestamp: number): string {
  const time = new Date(timestamp).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return `${stream.name}-${stream.version}-${time}-${id}`;
}

function bucketName({ BucketARN }: Pick<Place, 'BucketARN'>): string {
  return (BucketARN ?? '').replace('arn:aws:s3:::', '');
}
