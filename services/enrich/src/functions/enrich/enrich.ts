import { objectCreated } from '@tributary/shared/events.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import { pathOf, type SourceObject, sourceObject, toBatches } from '../../core/batch.ts';
import type { Enrichment } from '../../core/enrichment.ts';
import type { MergeBatch } from './merge-batch.ts';
import type { FindPartitions } from './partitions.ts';
import { awaitRegistration } from './registration.ts';
import type { Remaining } from './run-query.ts';

export type EnrichDeps = {
  readonly enrichments: readonly Enrichment[];
  readonly mergeBatch: MergeBatch;
  readonly findPartitions: FindPartitions;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly count: Count;
};

type Arrival = { readonly message: Message; readonly object: SourceObject };

/** An object of a source table lies in no hour's folder: where its rows are could not be told later. */
class NoHourError extends Error {
  override readonly name = 'NoHourError';
}

/**
 * Merges a batch of new objects into each table whose source they belong to, and gives back the messages of what could not
 * be merged now: unreadable, not yet registered, or in a query that failed. Doing it again changes nothing.
 */
export function createEnrich(deps: EnrichDeps) {
  return async function enrich(messages: readonly Message[], remaining: Remaining): Promise<ReadonlySet<string>> {
    const unfinished = new Set<string>();
    for (const enrichment of deps.enrichments) {
      const arrivals = messages.flatMap((message) => {
        try {
          return readArrival(enrichment, message);
        } catch (error) {
          deps.log.error('A message cannot be used', { messageId: message.id, error });
          unfinished.add(message.id);
          return [];
        }
      });
      const merged = await mergeArrivals(deps, { enrichment, arrivals, remaining });
      for (const { message, object } of arrivals) if (!merged.has(pathOf(object))) unfinished.add(message.id);
    }
    return unfinished;
  };
}

function readArrival(enrichment: Enrichment, message: Message): readonly Arrival[] {
  const { bucket, object } = objectCreated.parse(message.body).detail;
  if (!object.key.startsWith(`lake/${enrichment.source}/`) || object.size === 0) return [];
  const found = sourceObject(bucket.name, object.key);
  if (!found) throw new NoHourError(`${object.key} is in no folder year=…/month=…/day=…/hour=…`);
  return [{ message, object: found }];
}

type Work = {
  readonly enrichment: Enrichment;
  readonly arrivals: readonly Arrival[];
  readonly remaining: Remaining;
};

async function mergeArrivals(
  deps: EnrichDeps,
  { enrichment, arrivals, remaining }: Work,
): Promise<ReadonlySet<string>> {
  const merged = new Set<string>();
  if (arrivals.length === 0) return merged;
  const objects = arrivals.map(({ object }) => object);
  const readable = await awaitRegistration(deps, enrichment.source, objects);
  const messageIds = arrivals.map(({ message }) => message.id).toSorted();
  const receiveCount = Math.max(...arrivals.map(({ message }) => message.receiveCount));
  for (const batch of toBatches([...readable])) {
    try {
      await deps.mergeBatch({ enrichment, objects: batch, messageIds, receiveCount, remaining });
      for (const object of batch) merged.add(pathOf(object));
    } catch (error) {
      deps.count('BatchesFailed', 1);
      deps.log.error('A batch was not merged', { table: enrichment.table, objects: batch.map(pathOf), error });
    }
  }
  return merged;
}
