import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import * as z from 'zod';
import { egress } from '../../egress/core/egress.ts';

/** A table or view of the lake's two databases. */
const relation = z.object({ database: z.enum(['lake', 'raw']), table: z.string() });

/** What a partition is: its texts are `2026-11-20T13`, `2026-11-20`, `2026-11` (UTC). */
const grain = z.enum(['hour', 'day', 'month']);
export type Grain = z.infer<typeof grain>;

/** One file of `datasets/`: a SELECT, and what keeps its rows, as packaging has read and checked it. */
export const dataset = z.object({
  table: z.string(),
  /** `datasets/<table>.sql`, and the line on which its SELECT begins: what errors name. */
  file: z.string(),
  line: z.number(),
  description: z.string(),
  owner: z.string().optional(),
  tags: z.array(z.string()).default([]),
  /** `table`: computed as a whole at each change. `incremental`: only the partitions that changed. */
  materialized: z.enum(['table', 'incremental']),
  /** `insert_overwrite`: a partition becomes what the SELECT says of it, rows that it no longer gives are deleted. `merge`: rows are inserted or updated by the key, none is deleted. */
  strategy: z.enum(['insert_overwrite', 'merge']),
  /** What it reads: `Table Updated` of one of them plans it. Views among them stand with the tables under them. */
  after: z.array(relation),
  /** The source's timestamp column, which `{{days}}` bounds; without it the partition columns year, month and day. */
  time: z.string().optional(),
  /** None: a table without partitions. */
  partition: z.object({ column: z.string(), grain }).optional(),
  /** So many partitions after the one that changed change with it. */
  lookback: z.number().int().nonnegative().default(0),
  /** By which rows are told apart; none for tables that are replaced as a whole. */
  key: z.array(z.string()),
  /** Runs begin at least so far apart. */
  everySeconds: z.number().optional(),
  /** `rate(…)` or `cron(…)`, as EventBridge takes it: it runs then, and not when what it reads changes. */
  schedule: z.string().optional(),
  /** What becomes of partitions that an earlier SQL made. */
  onChange: z.enum(['rebuild', 'keep']).default('rebuild'),
  /** Which partitions a new dataset begins with; `none`: what was there before stays out. */
  fill: z.enum(['newest', 'oldest', 'none']).default('newest'),
  columns: icebergColumns,
  sensitive: z.array(z.string()).default([]),
  /** SELECTs of `{{rows}}` (and other tables) that must give nothing before readers see the rows. */
  tests: z.array(z.object({ name: z.string(), sql: z.string() })).default([]),
  select: z.string(),
  /** Where a copy goes after each publication. */
  egress: egress.optional(),
});
export type Dataset = z.infer<typeof dataset>;
