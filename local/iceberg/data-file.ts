import type { Value } from './value.ts';

/** Column metrics by field id; bounds are single-value serialised. */
export type Metrics = {
  readonly columnSizes: ReadonlyMap<number, number>;
  readonly valueCounts: ReadonlyMap<number, number>;
  readonly nullCounts: ReadonlyMap<number, number>;
  readonly nanCounts: ReadonlyMap<number, number>;
  readonly lower: ReadonlyMap<number, Buffer>;
  readonly upper: ReadonlyMap<number, Buffer>;
};

/** In the order of the numbers that a manifest writes for them. */
export const fileContents = ['data', 'position deletes', 'equality deletes'] as const;
export const entryStatuses = ['existing', 'added', 'deleted'] as const;

/** A Parquet file of a table: rows, or deletes of rows. */
export type DataFile = {
  readonly content: (typeof fileContents)[number];
  readonly uri: string;
  readonly recordCount: number;
  readonly size: number;
  readonly specId: number;
  /** One value per field of the spec, in its order. */
  readonly partition: readonly (Value | null)[];
  readonly metrics: Metrics;
  readonly equalityIds?: readonly number[];
  readonly sortOrderId?: number;
  readonly splitOffsets?: readonly bigint[];
  /** Of position deletes that all belong to one data file. */
  readonly referencedDataFile?: string;
};

/** A file's place in a manifest; an added file's numbers are inherited from its manifest on reading. */
export type ManifestEntry = {
  readonly status: (typeof entryStatuses)[number];
  readonly snapshotId: bigint;
  readonly sequenceNumber: bigint;
  readonly fileSequenceNumber: bigint;
  readonly file: DataFile;
};

/** Identifies a partition: equal for equal specs and values. */
export function partitionKey(file: { readonly specId: number; readonly partition: DataFile['partition'] }): string {
  const values = file.partition.map((value) => {
    if (value === null) return 'null';
    return Buffer.isBuffer(value) ? `x${value.toString('hex')}` : `${typeof value}:${String(value)}`;
  });
  return JSON.stringify([file.specId, ...values]);
}

/** The reserved fields of position delete files. */
export const filePathField = { id: 2147483546, name: 'file_path' } as const;
export const positionField = { id: 2147483545, name: 'pos' } as const;
