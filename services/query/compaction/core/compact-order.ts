import { mostPartitions } from '@tributary/shared/jobs/order.ts';
import * as z from 'zod';

const eventDay = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\/\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(text.slice(text.indexOf('/') + 1))), 'there is no such day');

/** What plan is told of compaction: days of event types, `order_placed/2026-11-20`, that are to be made (again) as soon as they are closed. */
export const compactOrder = z.strictObject({ compact: z.array(eventDay).min(1).max(mostPartitions) });
export type CompactOrder = z.infer<typeof compactOrder>;
