import * as z from 'zod/mini';
import { ask } from './api.ts';

const text = z.nullable(z.string());
const number = z.nullable(z.number());

const entry = z.object({
  ...{ executionId: z.string(), lane: z.string(), step: z.optional(z.string()), attempt: z.number() },
  ...{ why: z.array(z.string()), partitions: z.array(z.string()), partitionCount: z.number() },
  ...{ state: z.string(), startedAt: text, endedAt: text, durationMs: number },
  ...{ scannedBytes: number, dollars: number, message: text },
});
export type Entry = z.infer<typeof entry>;

const asideSchema = z.object({ id: z.string(), lane: z.string(), reason: z.string(), since: text, retryAt: text });
export type Aside = z.infer<typeof asideSchema>;

const ofTarget = {
  ...{ target: z.string(), service: z.string(), kind: z.string(), grain: text },
  running: z.nullable(
    z.object({ lane: z.string(), first: z.array(z.string()), executionId: text, since: text, attempt: z.number() }),
  ),
  missing: z.array(z.string()),
  setAside: z.array(asideSchema),
  last: z.nullable(entry),
};
const told = { kind: z.string(), running: z.string(), waiting: z.string(), last: z.string() };

const target = z.object({ ...ofTarget, told: z.object(told) });
/** A line of `lake jobs`. */
export type Target = z.infer<typeof target>;

const ofCopy = {
  ...{ target: z.string(), service: z.string(), kind: z.literal('copy'), dataset: z.string(), state: z.string() },
  version: z.nullable(z.object({ sequence: z.number(), at: text, copiedAt: text })),
  running: z.nullable(z.object({ phase: z.string(), executionId: text, since: text })),
  setAside: z.array(z.object({ reason: z.string(), since: text, retryAt: text })),
  told: z.object({ place: z.string(), does: z.string(), behind: z.string() }),
};
const copy = z.object(ofCopy);
export type Copy = z.infer<typeof copy>;

const all = z.object({
  targets: z.array(target),
  copies: z.array(copy),
  removed: z.array(z.string()),
  notDeployed: z.array(z.string()),
});
export type Jobs = z.infer<typeof all>;

/** As `lake jobs`. */
export function jobs(signal?: AbortSignal): Promise<Jobs> {
  return ask('jobs', all, signal === undefined ? {} : { signal });
}

const why = z.object({
  reads: z.array(z.object({ name: z.string(), isDirect: z.boolean(), state: text, at: text, message: text })),
  readBy: z.array(z.object({ target: z.string(), distance: z.number() })),
  madeRun: z.array(
    z.object({ target: z.string(), lane: z.string(), state: z.string(), at: text, executionId: z.string() }),
  ),
});
export type Why = z.infer<typeof why>;

const wholeTarget = z.object({
  ...ofTarget,
  kind: z.enum(['rows', 'enrichment', 'dataset', 'view', 'compaction']),
  log: z.array(entry),
  why,
  comes: z.array(z.string()),
  versions: z.array(
    z.object({
      ...{ digest: z.string(), isPresent: z.optional(z.boolean()), partitions: z.array(z.string()) },
      ...{ madeFrom: z.string(), madeTo: z.string() },
    }),
  ),
  copies: z.array(copy),
  told: z.object({ ...told, held: z.array(z.string()), later: z.string(), log: z.array(z.string()) }),
});
/** All of one, as `lake jobs NAME --why` and `--versions`. */
export type WholeTarget = z.infer<typeof wholeTarget>;

const wholeCopy = z.object({ ...ofCopy, why });
export type WholeCopy = z.infer<typeof wholeCopy>;

const table = z.object({ target: z.string(), kind: z.literal('table'), why });
/** A table that no file declares. */
type ReadTable = z.infer<typeof table>;

export type Job = WholeTarget | WholeCopy | ReadTable;

/** Throws ApiError where nothing has this name. */
export function job(name: string, signal?: AbortSignal): Promise<Job> {
  return ask(
    `jobs/${encodeURIComponent(name)}`,
    z.union([wholeTarget, wholeCopy, table]),
    signal === undefined ? {} : { signal },
  );
}
