import * as z from 'zod';

const day = z.union([z.iso.date(), z.literal('all')]);

/** What is told a service's jobs through its queue: go on with a target, try again what it has set aside, or do days of it (again). */
export const order = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ retry: z.string() }),
  z.strictObject({ run: z.string(), days: z.array(day).min(1).max(400) }),
]);
export type Order = z.infer<typeof order>;
