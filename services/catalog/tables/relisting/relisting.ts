import * as z from 'zod';

const count = z.number().int().nonnegative();

/** What has been compared of the declared tables, as it lies under `relistKey` of the lake bucket once all of it has been. */
export const relisted = z.object({
  /** ISO 8601. */
  began: z.string(),
  tables: count,
  /** Folders that were no partitions, and tables that were not there: they are now. */
  registered: count,
  /** Folders whose objects cannot be in their table, and why. */
  failed: z.array(z.object({ folder: z.string(), reason: z.string() })).readonly(),
});
export type Relisted = z.infer<typeof relisted>;

const folder = z.string().regex(/^(?:[^/]+\/)+$/);

/** Has the declared tables compared with what lies in their folders: all of them, or those that are left. */
export const relisting = z.object({
  relist: z.union([z.literal('all'), z.array(folder).readonly()]),
  /** The folders of the first one's partitions up to this one are done. */
  after: folder.optional(),
  done: relisted.optional(),
});
export type Relisting = z.infer<typeof relisting>;

/** No table has a name that begins so. */
export const relistKey = 'reconciles/-declared.json';
