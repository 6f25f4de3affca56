import * as z from 'zod';

const partition = z.union([
  z.iso.date(),
  z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3])$/),
  z.literal('all'),
]);

/** What is told a service's jobs through its queue: go on with a target, try again what it has set aside, or do partitions of it (again). */
export const order = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ retry: z.string() }),
  z.strictObject({ run: z.string(), days: z.array(partition).min(1).max(400) }),
]);
export type Order = z.infer<typeof order>;
