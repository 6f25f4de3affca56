/** What an answer to Firehose may hold: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html and …/limits.html */
export const answerLimits = {
  /** The answer as JSON, base64 included; Lambda's own limit is 6 MB. */
  bytes: 6_000_000,
  /** The transformed records before base64. */
  rawBytes: 4_200_000,
  /** One record before base64: Firehose's limit of 1,000 KiB for whatever it takes. */
  recordBytes: 1_024_000,
} as const;

export type Answer = {
  readonly recordId: string;
  readonly result: 'Ok' | 'Dropped' | 'ProcessingFailed';
  readonly data?: string;
  readonly metadata?: { readonly partitionKeys: { readonly entity: string } };
};

/** How many more bytes a record may have in this answer, and what it takes of them. */
export type AnswerRoom = {
  /** The most bytes that a record of the entity's facts may have, all that has been taken so far considered. */
  roomFor(entity: string): number;
  take(entity: string, bytes: number): void;
};

/** The room of an answer that names each of the records, whatever becomes of them. */
export function createAnswerRoom(recordIds: readonly string[], limits = answerLimits): AnswerRoom {
  const plain = recordIds.map((recordId): Answer => ({ recordId, result: 'ProcessingFailed' }));
  let bytes = limits.bytes - JSON.stringify({ records: plain }).length;
  let rawBytes: number = limits.rawBytes;
  return {
    roomFor: (entity) => Math.min(limits.recordBytes, rawBytes, Math.floor((bytes - wrapping(entity)) / 4) * 3),
    take(entity, taken) {
      rawBytes -= taken;
      bytes -= wrapping(entity) + Math.ceil(taken / 3) * 4;
    },
  };
}

/** What an Ok with data has more than a plain answer, its data apart. */
function wrapping(entity: string): number {
  return JSON.stringify({ data: '', metadata: { partitionKeys: { entity } } }).length;
}
