import type { Execution } from '@tributary/shared/athena.ts';
import * as z from 'zod';

/** A chart's statement, as far as it is; `token` stands for its SQL and its attempt (1 is the first). */
const asked = z.object({
  token: z.string(),
  attempt: z.number(),
  executionId: z.string().optional(),
  isAnswered: z.boolean().default(false),
});
export type Asked = z.infer<typeof asked>;

/** What is known of a dashboard's report of a time; times are epoch ms. */
export const reportRun = z.object({
  /** `sending`: SES may have been told; who finds it so tells it nothing again. */
  phase: z.enum(['asking', 'sending', 'done', 'failed']),
  began: z.number(),
  /** Since when in its phase. */
  since: z.number(),
  /** No statement is started before. */
  notBefore: z.number().default(0),
  /** By the charts' ids. */
  charts: z.record(z.string(), asked).default({}),
});
export type ReportRun = z.infer<typeof reportRun>;

export type ReportFailure = { readonly message: string; readonly chart?: string; readonly executionId?: string };

export const newReport = (now: number): ReportRun => ({
  ...{ phase: 'asking', began: now, since: now, notBefore: 0, charts: {} },
});

const mostAttempts = 4;
/** Athena takes some tens at once; a report leaves room for others. */
const atOnce = 4;

export type Looked =
  | { readonly asked: Asked | undefined; readonly retryInMs?: number }
  | { readonly failure: ReportFailure };

type Question = { readonly chart: string; readonly token: (attempt: number) => string };

/** What a statement's state comes to: it is answered, still runs, is to be asked once more, or has failed for good. */
export function looked(before: Asked, { state, failure, id }: Execution, { chart, token }: Question): Looked {
  if (state === 'SUCCEEDED') return { asked: { ...before, isAnswered: true } };
  if (failure === undefined) return { asked: before };
  if (!failure.retryable || before.attempt >= mostAttempts)
    return { failure: { chart, executionId: id, message: failure.message } };
  const attempt = before.attempt + 1;
  return { asked: { token: token(attempt), attempt, isAnswered: false }, retryInMs: 5_000 * 4 ** (attempt - 2) };
}

/** How many statements may be started now. */
export function room({ notBefore }: ReportRun, charts: readonly (Asked | undefined)[], now: number): number {
  const running = charts.filter((each) => each?.executionId !== undefined && !each.isAnswered).length;
  return now < notBefore ? 0 : Math.max(0, atOnce - running);
}

/** Seconds until it is looked at again: the longer it takes, the more seldom. */
export function nextLookSeconds({ began, notBefore }: ReportRun, now: number): number {
  const pace = Math.min(60, Math.max(2, (now - began) / 4_000));
  return Math.ceil(Math.max(pace, (notBefore - now) / 1_000));
}
