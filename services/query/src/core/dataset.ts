import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import * as z from 'zod';

/** One file of `datasets/`: a SELECT of some days, and the Iceberg table in which it replaces those days. */
export const dataset = z.object({
  table: z.string(),
  /** The tables it reads: `Table Updated` of one of them plans it. */
  after: z.array(z.object({ database: z.enum(['lake', 'raw']), table: z.string() })),
  /** The source's timestamp column, which `{{days}}` bounds; without it the partition columns year, month and day. */
  time: z.string().optional(),
  /** Runs begin at least so far apart. */
  everySeconds: z.number().optional(),
  partitionColumn: z.string(),
  key: z.array(z.string()),
  columns: icebergColumns,
  select: z.string(),
});
export type Dataset = z.infer<typeof dataset>;
