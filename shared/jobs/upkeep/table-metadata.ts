import * as z from 'zod';

const total = z.coerce.number().default(0);

const snapshot = z.object({
  'snapshot-id': z.number().optional(),
  'timestamp-ms': z.number(),
  'manifest-list': z.string().optional(),
  summary: z.object({ 'total-data-files': total, 'total-delete-files': total, 'total-files-size': total }).optional(),
});

const field = z.object({ id: z.number(), type: z.unknown() });
const partitionField = z.object({ 'source-id': z.number(), 'field-id': z.number(), transform: z.string() });

/** What upkeep reads of an Iceberg table's metadata file: https://iceberg.apache.org/spec/#table-metadata-fields */
const tableMetadata = z.object({
  'current-snapshot-id': z.number().nullish(),
  snapshots: z.array(snapshot).default([]),
  refs: z.record(z.string(), z.object({ 'snapshot-id': z.number() })).default({}),
  properties: z.record(z.string(), z.string()).default({}),
  schemas: z.array(z.object({ fields: z.array(field) })).default([]),
  'partition-specs': z.array(z.object({ 'spec-id': z.number(), fields: z.array(partitionField) })).default([]),
});
export type TableMetadata = z.infer<typeof tableMetadata>;
export type PartitionSpec = TableMetadata['partition-specs'][number];

/** Throws ZodError for what is no metadata of a table. Ids of snapshots are only compared: JSON's numbers round them alike. */
export function readTableMetadata(file: Buffer): TableMetadata {
  return tableMetadata.parse(JSON.parse(file.toString('utf8')));
}

/** The snapshot that the table is now. */
export function currentSnapshot({ snapshots, ...metadata }: TableMetadata) {
  const current = metadata['current-snapshot-id'];
  return snapshots.find((each) => each['snapshot-id'] === current);
}

// https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-creating-tables-table-properties.html
const defaultAgeMs = 432_000_000;

/** Of snapshots that nothing but their age keeps: when each was made (epoch ms), the oldest first, and the age that VACUUM forgets them at. */
export function forgettable(metadata: TableMetadata) {
  const heads = new Set(Object.values(metadata.refs).map((ref) => ref['snapshot-id']));
  const current = currentSnapshot(metadata);
  const made = metadata.snapshots
    .filter((each) => each !== current && !heads.has(each['snapshot-id'] ?? Number.NaN))
    .map((each) => each['timestamp-ms'])
    .toSorted((a, b) => a - b);
  return { made, ageMs: Number(metadata.properties['history.expire.max-snapshot-age-ms'] ?? defaultAgeMs) };
}
