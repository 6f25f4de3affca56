import * as z from 'zod/mini';
import { ask } from '../lake/api.ts';

const holding = z.nullable(z.number());

/** What `lake tables NAME --json` says. Times are ISO 8601. */
const detail = z.object({
  from: z.string(),
  rows: holding,
  bytes: holding,
  objects: holding,
  rescued: holding,
  countedAt: z.nullable(z.string()),
  writtenAt: z.nullable(z.string()),
  columns: z.array(
    z.object({ name: z.string(), key: z.optional(z.string()), isPinned: z.boolean(), isSensitive: z.boolean() }),
  ),
});

export type Detail = z.infer<typeof detail>;

export function readDetail(database: string, name: string, signal?: AbortSignal): Promise<Detail> {
  return ask(`tables/${encodeURIComponent(database)}/${encodeURIComponent(name)}`, detail, signal ? { signal } : {});
}
