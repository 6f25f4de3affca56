import * as z from 'zod';

const version = z.object({
  lineage: z.string(),
  sequence: z.number(),
  snapshot: z.string(),
  committedAt: z.number(),
});

const failure = z.object({
  message: z.string(),
  /** Whether the same may succeed another time. */
  retryable: z.boolean(),
  category: z.enum(['system', 'user', 'other', 'cancelled', 'timeout']),
  /** The destination lacks what the scope builds upon: only a copy of everything mends that. */
  needsAll: z.literal(true).optional(),
});
export type CopyFailure = z.infer<typeof failure>;

/** A look at what Redshift has, and the change that goes by it; what changes there meanwhile begins another turn. */
const turn = z.object({
  turn: z.number(),
  /** Ids of the Data API's. */
  look: z.string().optional(),
  apply: z.string().optional(),
  stopped: z.boolean().optional(),
});
export type RedshiftTurn = z.infer<typeof turn>;

/** One try to bring a version to a destination. */
const copyRun = z.object({
  id: z.string(),
  /** Grows from run to run of a copy: of one version, the later run's rows stay. */
  number: z.number(),
  version,
  scope: z.union([z.literal('all'), z.array(z.string()).readonly()]),
  /** What the destination must have already, where the scope is not all: a sequence of the same lineage. */
  base: z.number().optional(),
  /** `s3://bucket/folder/` of the rows. */
  location: z.string(),
  digest: z.string(),
  /** `unload`: Athena writes the files; `load`: they are brought to the destination. */
  phase: z.enum(['unload', 'load']),
  /** Since when in its phase (epoch ms). */
  since: z.number(),
  /** The function that loads has been told. */
  asked: z.boolean().optional(),
  executionId: z.string().optional(),
  stopped: z.boolean().optional(),
  /** Of a load by Redshift itself: which statements are under way there. */
  redshift: turn.optional(),
  /** How the load ended. */
  outcome: z.union([z.object({ rows: z.number() }), z.object({ failure })]).optional(),
});
export type CopyRun = z.infer<typeof copyRun>;

/** What is known of a copy beside its notes; times are epoch ms. */
export const copyState = z.object({
  digest: z.string().optional(),
  /** The newest version that is there; `loaded` is the sequence of the last one that brought rows. */
  done: version.extend({ loaded: z.number(), at: z.number() }).optional(),
  run: copyRun.optional(),
  /** Of the last run. */
  number: z.number().default(0),
  /** In a row. */
  failures: z.number().default(0),
  notBefore: z.number().default(0),
  /** It is not tried until the table or the declaration changes, somebody says so, or it is time. */
  aside: z
    .object({
      reason: z.string(),
      at: z.number(),
      /** Of the version and the declaration that it failed with. */
      snapshot: z.string(),
      digest: z.string(),
      retryAt: z.number().optional(),
    })
    .optional(),
});
export type CopyState = z.infer<typeof copyState>;

/** What a publication said: which partitions changed (without: all may have), and when its statement ran. */
export const note = z.object({
  id: z.string(),
  partitions: z.array(z.string()).optional(),
  from: z.number(),
  to: z.number(),
  at: z.number(),
});
export type Note = z.infer<typeof note>;

const maxAttempts = 4;
const retryHours = [1, 6, 24];

export type FailedCopy = { readonly run: CopyRun; readonly failure: CopyFailure };

/**
 * What a run leaves that has ended without success: it is tried again after 5, 20 and 80 seconds where that may help (and up to as much again;
 * `chance` is in [0, 1)), else set aside, and tried once more after 1, 6 and 24 hours. What only lacked its base goes on with everything.
 */
export function afterCopyFailure(
  { run: _, done, ...state }: CopyState,
  { run, failure: cause }: FailedCopy,
  { now, chance }: { readonly now: number; readonly chance: number },
): CopyState {
  if (cause.needsAll === true) return state;
  const failures = state.failures + 1;
  if (cause.retryable && failures < maxAttempts) {
    const notBefore = now + Math.ceil(5_000 * 4 ** (failures - 1) * (1 + chance));
    return { ...state, done, failures, notBefore };
  }
  const hours = retryHours[cause.retryable ? failures - maxAttempts : failures - 1];
  const { snapshot } = run.version;
  const retryAt = hours === undefined ? undefined : now + hours * 3_600_000;
  return { ...state, done, failures, aside: { reason: cause.message, at: now, snapshot, digest: run.digest, retryAt } };
}

/** The run has brought its version to the destination. */
export function afterCopySuccess({ run, ...state }: CopyState, now: number): CopyState {
  if (run === undefined) return state;
  const { aside: _, ...rest } = state;
  const done = { ...run.version, loaded: run.version.sequence, at: now };
  return { ...rest, digest: run.digest, done, failures: 0, notBefore: 0 };
}
