import * as z from 'zod';

/** What egress is told through its queue: go on with a copy, try it again though it was set aside, or look after all. */
export const copyOrder = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ retry: z.string() }),
  z.strictObject({ reconcile: z.literal(true) }),
]);

/** What load is told: a run of a copy whose files are there. */
export const loadOrder = z.strictObject({ load: z.string(), run: z.string() });
export type LoadOrder = z.infer<typeof loadOrder>;
