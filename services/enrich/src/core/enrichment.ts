import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import * as z from 'zod';

/** One file of `enrichments/`: a SELECT over new objects, and the table that its rows are merged into. */
const enrichment = z.object({
  table: z.string(),
  source: z.string(),
  /** The column that tells rows apart: the same record always has the same value. */
  key: z.string(),
  /** The column whose hour is the hour of the object's folder. */
  time: z.string(),
  /** The column that says what a row came from: of several rows with one key the least counts, whichever came first. */
  origin: z.string(),
  partitionedBy: z.string(),
  columns: icebergColumns,
  select: z.string(),
  /** The tables and views of the lake that it reads beside its source. */
  reads: z.array(z.string()),
  /** It reads the federated catalog. */
  readsCrm: z.boolean(),
});
export type Enrichment = z.infer<typeof enrichment>;

/** What this service declares in `enrichments/`, as its bundles read it. */
export const compiled = z.object({ enrichments: z.array(enrichment) });
export type Compiled = z.infer<typeof compiled>;
