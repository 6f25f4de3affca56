import { z } from 'zod';
import type { Outcome } from '../invocation.ts';

const responseSchema = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
  })
  .nullish();

/** What of a batch failed: everything, or the items named. */
export type BatchResult = 'all' | ReadonlySet<string>;

/** Reads a batch handler's answer; item failures count only where the mapping asks for them, and a wrong answer fails the batch. */
export function readBatchResponse(
  outcome: Outcome,
  reportsItems: boolean,
  identifiers: ReadonlySet<string>,
): BatchResult {
  if (outcome.functionError !== undefined) return 'all';
  if (!reportsItems) return new Set();
  const parsed = responseSchema.safeParse(JSON.parse(outcome.payload));
  if (!parsed.success) return 'all';
  const failed = (parsed.data?.batchItemFailures ?? []).map((item) => item.itemIdentifier);
  return failed.every((id) => identifiers.has(id)) ? new Set(failed) : 'all';
}
