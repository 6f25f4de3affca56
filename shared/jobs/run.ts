import * as z from 'zod';
import type { Step } from './target.ts';

/** What a target does now: one statement, or several that stand for one, tried a few times. */
export const run = z.object({
  id: z.string(),
  /** `create` and `alter` prepare the table; else the lane of its units. */
  lane: z.string(),
  /** Of the target's SQL when the statement was made. */
  digest: z.string(),
  units: z.array(
    z.object({
      id: z.string(),
      version: z.string(),
      partition: z.string().optional(),
      times: z.number().optional(),
      since: z.number().optional(),
      why: z.array(z.string()).readonly().optional(),
    }),
  ),
  attempt: z.number().int().positive(),
  /** Not to be started before (epoch ms). */
  notBefore: z.number(),
  /** Since when the longest waiting of its units has been due (epoch ms); runs of earlier code have not said it. */
  since: z.number().optional(),
  /** Of a run of several statements: which of them is started next, or runs. */
  step: z.number().int().nonnegative().optional(),
  /** Of the steps that have ended. */
  scannedBytes: z.number().optional(),
  /** The execution that its rows come from; `rows`: so many of the target's it has written. */
  done: z.object({ executionId: z.string(), rows: z.number().optional() }).optional(),
  /** Readers see its rows and have been told so: what follows only tidies up. */
  told: z.literal(true).optional(),
  /** Why a step of it failed: what follows only tidies up. */
  failure: z
    .object({
      category: z.enum(['system', 'user', 'other', 'cancelled', 'timeout']),
      message: z.string(),
      retryable: z.boolean(),
      where: z.string().optional(),
      executionId: z.string(),
      state: z.string(),
    })
    .optional(),
});
export type Run = z.infer<typeof run>;

/** An attempt of a run, `<run>#2`: it has one place among the statements that run, whatever its step. */
export function attemptOf({ id, attempt }: Pick<Run, 'id' | 'attempt'>): string {
  return `${id}#${attempt}`;
}

/** Whether two are the same step of the same attempt. */
export function isSame(a: Run, b: Run): boolean {
  return a.id === b.id && a.attempt === b.attempt && (a.step ?? 0) === (b.step ?? 0);
}

/** What is known of a target beside what waits for it. */
export type TargetState = {
  readonly run?: Run | undefined;
  /** Of the run; kept as it was, so that whoever starts a killed function's run starts the same. */
  readonly statement?: string | undefined;
  /** Instead of the statement, of a run of several. */
  readonly steps?: readonly Step[] | undefined;
  /** Of the run, once it is started. */
  readonly executionId?: string | undefined;
  readonly startedAt?: number | undefined;
  /** It took too long, and Athena was told to stop it. */
  readonly stopped?: boolean | undefined;
  /** When the newest run of new work was claimed, by lane (epoch ms). */
  readonly claimedAt: Readonly<Record<string, number>>;
  /** Of the SQL by which the last run was made. */
  readonly digest?: string | undefined;
  /** Of the properties that its table was last given. */
  readonly prepared?: string | undefined;
  /** Of the SQL by which what its sources had was last put into its table. */
  readonly filled?: string | undefined;
  /** A message that wakes the target is on its way for then (epoch ms). */
  readonly wakeAt?: number | undefined;
};
