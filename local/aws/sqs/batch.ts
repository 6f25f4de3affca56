import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../../kernel/error.ts';

type Entry = { readonly Id?: string | undefined };

/** Runs each entry by itself: what fails is an item of `Failed` under HTTP 200. Throws for what makes the batch itself invalid. */
export function batch<E extends Entry, R extends object>(entries: readonly E[], run: (entry: E) => R) {
  checkIds(entries);
  const Successful: (R & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const Id = entry.Id ?? '';
    try {
      Successful.push({ ...run(entry), Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return { Successful, Failed };
}

function checkIds(entries: readonly Entry[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one batch entry in the request.');
  if (entries.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  if (entries.some(({ Id }) => !/^[A-Za-z0-9_-]{1,80}$/.test(Id ?? '')))
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
}
