import * as z from 'zod';

const count = z.number().int().nonnegative();

/** What was found and mended of a table, as it lies under `reconciles/` in the lake bucket. */
export const report = z.object({
  table: z.string(),
  /** The folder of the raw bucket. */
  from: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** In the raw bucket, and in the lake. */
  raw_objects: count,
  files: count,
  bytes: count,
  rows: count,
  rescued: count,
  /** Objects that no event told of: convert has been told now. */
  missed: count,
  /** Files whose objects are gone from the raw bucket: they stay. */
  orphaned: count,
  partitions: count,
  /** Registered now, and unregistered because no file lies there. */
  partitions_added: count,
  partitions_removed: count,
  /** Columns whose files show another type than they have: `name: what it is, what it would be`. */
  drift: z.array(z.string()),
  /** The table is made again with those types; */
  retyped: z.boolean(),
  /** or else why it is not, by itself. */
  left: z.string().optional(),
});
export type Report = z.infer<typeof report>;

export function reportKey(table: string): string {
  return `reconciles/${table}.json`;
}
