/**
 * What a call of PutRecords takes (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html) and what a record
 * may have on its way through Firehose (https://docs.aws.amazon.com/firehose/latest/dev/limits.html), which is less than Kinesis allows.
 */
export type StreamLimits = {
  readonly maxRecordsPerCall: number;
  /** Partition keys count. */
  readonly maxBytesPerCall: number;
  readonly maxBytesPerRecord: number;
  /** What Firehose takes apart: https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html */
  readonly maxLinesPerRecord: number;
  /** Lines are joined into a record up to here: enough to use a record well, and little to send again when it fails. */
  readonly joinedBytes: number;
  readonly maxCallsInFlight: number;
  /** While a call is in flight, another one begins only with as many records or bytes: small calls are slow ones. */
  readonly worthwhileRecords: number;
  readonly worthwhileBytes: number;
};

export const streamLimits: StreamLimits = {
  maxRecordsPerCall: 500,
  maxBytesPerCall: 5 * 1024 * 1024,
  maxBytesPerRecord: 1000 * 1024,
  maxLinesPerRecord: 500,
  joinedBytes: 128 * 1024,
  maxCallsInFlight: 4,
  worthwhileRecords: 100,
  worthwhileBytes: 256 * 1024,
};
