import { KinesisClient, type KinesisClientConfig, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { PutRecords } from '../core/kinesis/stream-writer.ts';

/**
 * A client for PutRecords. It does not retry by itself: the writer does, and knows which entries. Its calls share a connection, where the
 * SDK's own default for Kinesis makes a new one, TLS and all, for every call. A connection that has been still for a while, as in a frozen
 * process, is made anew.
 */
export function createKinesisClient(config: KinesisClientConfig = {}): KinesisClient {
  const requestHandler = { disableConcurrentStreams: false, requestTimeout: 10_000, sessionTimeout: 10_000 };
  return new KinesisClient({ ...config, maxAttempts: 1, requestHandler });
}

/** PutRecords on one stream. */
export function createPutRecords(client: Pick<KinesisClient, 'send'>, stream: string): PutRecords {
  return async function putRecords(records, signal) {
    const { Records: answers = [] } = await client.send(
      new PutRecordsCommand({
        StreamName: stream,
        Records: records.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
      }),
      { abortSignal: signal },
    );
    // A record without a sequence number is not stored, whatever else the answer says.
    return records.map((_, index) => {
      const answer = answers[index];
      return { errorCode: answer?.SequenceNumber === undefined ? (answer?.ErrorCode ?? 'NoAnswer') : null };
    });
  };
}

const throttles: ReadonlySet<unknown> = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
  'Throttling',
  'RequestTimeout',
  'TimeoutError',
]);

/** Whether a failed call may succeed when made again: throttles, faults of the service, and of the network. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (throttles.has(error.name) || ('$fault' in error && error.$fault === 'server')) return true;
  // Errors of sockets and of HTTP/2 have a code; those of AWS have a fault.
  return !('$fault' in error) && 'code' in error && typeof error.code === 'string';
}
