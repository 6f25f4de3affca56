import * as z from 'zod';

/** A partition (UTC): `2026-11-20T13`, `2026-11-20`, `2026-11`; or all of a table. */
const partition = z.union([
  z.iso.date(),
  z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3])$/),
  z.literal('all'),
]);

/** A message of SQS has at most 256 kB; so many partitions leave room, and are added within seconds. */
export const mostPartitions = 400;
const partitions = z.array(partition).min(1).max(mostPartitions);

/** All of which the partitions are a part; `at`: when it was ordered first (epoch ms). The last is one of them. */
const backfillOf = z.strictObject({ from: partition, to: partition, at: z.number() });

/**
 * What is told a service's jobs through its queue: go on with a target, try again what it has set aside, do partitions of it (again) at once, or
 * do them while nothing else is due.
 */
export const order = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ retry: z.string() }),
  z.strictObject({ run: z.string(), days: partitions }),
  z.strictObject({ backfill: z.string(), partitions, of: backfillOf }),
]);
export type Order = z.infer<typeof order>;
