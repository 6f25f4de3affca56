import * as z from 'zod';

/** The lake's own events, on the bus `<prefix>-<stage>`. At least once and unordered, as all of EventBridge. */

const version = z.literal('1');

/**
 * A table has other content than before. `created`: it is new; `schema`: it has new columns; `partitions`: it has new
 * partitions; `rows`: only its rows changed. `partitions` are paths (`year=2026/month=11/day=20/hour=13`) for Hive tables and
 * days (`2026-11-20`) for Iceberg tables: what a reader has to look at again.
 */
export const tableUpdated = z.object({
  version,
  database: z.string().min(1),
  table: z.string().min(1),
  cause: z.enum(['created', 'partitions', 'schema', 'rows']),
  partitions: z.array(z.string()).optional(),
  rows: z.number().int().nonnegative().optional(),
  /** Values of the rows that did not fit their columns. */
  rescued: z.number().int().positive().optional(),
  columnsAdded: z.array(z.string()).optional(),
  queryExecutionId: z.string().optional(),
});

/** Part of an object could not be used: how much, why, and where its bytes are kept. */
export const recordsRejected = z.object({
  version,
  source: z.object({ bucket: z.string(), key: z.string(), versionId: z.string().optional() }),
  table: z.string(),
  count: z.number().int().positive(),
  /** Reason → how often. */
  reasons: z.record(z.string(), z.number().int().positive()),
  /** `s3://bucket/key` of each object with rejected records. */
  rejected: z.array(z.string()),
});

/** A statement of a dataset or an enrichment did not succeed. */
export const datasetFailed = z.object({
  version,
  dataset: z.string(),
  attempt: z.number().int().positive(),
  /** system, user or other: Athena's categories; `cancelled` when somebody stopped it, `timeout` when it took too long. */
  category: z.enum(['system', 'user', 'other', 'cancelled', 'timeout']),
  message: z.string(),
  /** None when Athena did not take the statement. */
  queryExecutionId: z.string().optional(),
  /** Whose mistake it is, as far as Athena says: `datasets/usage.sql:31:5`, or the file. */
  where: z.string().optional(),
  /** The statement in Athena's console. */
  link: z.string().optional(),
  /** What has it done again: `lake run usage --day 2026-11-20`. */
  command: z.string().optional(),
  willRetry: z.boolean(),
  /** Days or objects that are no longer tried, until they or the SQL change or somebody says so: the first 100. */
  setAside: z.array(z.string()).optional(),
});

/** Reconcile found a table otherwise than its files are: what it has mended, and what it leaves to somebody. */
export const tableDrift = z.object({
  version,
  database: z.string().min(1),
  table: z.string().min(1),
  /** The folder of the raw bucket. */
  from: z.string(),
  /** Objects that no event told of, which come now. */
  missed: z.number().int().nonnegative(),
  /** Registered or unregistered now. */
  partitionsMended: z.number().int().nonnegative(),
  /** Columns whose files show another type (`name: what it is, what it would be`): the first 100. */
  columns: z.array(z.string()),
  /** Whether the table is made again with those types; */
  retyped: z.boolean(),
  /** or else why it is not, by itself. */
  left: z.string().optional(),
});

export type TableUpdated = z.infer<typeof tableUpdated>;
export type RecordsRejected = z.infer<typeof recordsRejected>;
export type DatasetFailed = z.infer<typeof datasetFailed>;
export type TableDrift = z.infer<typeof tableDrift>;

export type LakeEvent =
  | { readonly type: 'Table Updated'; readonly detail: TableUpdated }
  | { readonly type: 'Records Rejected'; readonly detail: RecordsRejected }
  | { readonly type: 'Dataset Failed'; readonly detail: DatasetFailed }
  | { readonly type: 'Table Drift'; readonly detail: TableDrift };

/** S3's `Object Created`, as EventBridge delivers it: the key is not URL-encoded. */
export const objectCreated = z.object({
  id: z.string(),
  /** When it happened; messages that the lake makes of objects itself may lack it. */
  time: z.string().optional(),
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().optional(),
      etag: z.string().optional(),
      'version-id': z.string().optional(),
      sequencer: z.string().optional(),
    }),
  }),
});

/** `Table Updated`, as EventBridge delivers it. */
export const tableUpdatedEvent = z.object({
  id: z.string(),
  source: z.string().startsWith('tributary.'),
  'detail-type': z.literal('Table Updated'),
  detail: tableUpdated,
});

/** Athena's state change (best effort: some never come). */
export const queryStateChange = z.object({
  id: z.string(),
  source: z.literal('aws.athena'),
  'detail-type': z.literal('Athena Query State Change'),
  detail: z.object({
    currentState: z.string(),
    queryExecutionId: z.string(),
    workgroupName: z.string(),
    sequenceNumber: z.string().optional(),
  }),
});
