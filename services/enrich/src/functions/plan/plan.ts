import { byHand } from '@tributary/shared/jobs/causes.ts';
import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { Jobs } from '@tributary/shared/jobs/jobs.ts';
import { type Order, order } from '@tributary/shared/jobs/order.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import type { Enrichment } from '../../core/enrichment.ts';
import { hourUnit } from '../../core/units.ts';
import { type EnrichmentWork, readTold, workOfCorrection, workOfObject } from '../../core/work.ts';

export type PlanDeps = {
  readonly enrichments: readonly Enrichment[];
  /** Reads an object of JSON; undefined for one that is gone. */
  readonly readJson: (bucket: string, key: string) => Promise<unknown>;
  readonly store: Pick<JobStore, 'addUnits'>;
  readonly jobs: Pick<Jobs, 'advance' | 'goOn' | 'retry'>;
  readonly now: () => number;
  readonly log: Pick<Log, 'error'>;
};

/**
 * Notes new objects and corrected hours at the enrichments of their table, and starts what does not run yet; or does what it is told. Gives back
 * the messages that could not be worked on: noting the same again changes nothing.
 */
export function createPlan(deps: PlanDeps) {
  return async function plan(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    const unfinished = new Set<string>();
    const touched = new Set<string>();
    for (const message of messages) {
      try {
        for (const { table, units } of await workOf(deps, message)) {
          await deps.store.addUnits(table, units);
          touched.add(table);
        }
      } catch (error) {
        deps.log.error('A message cannot be worked on', { messageId: message.id, error });
        unfinished.add(message.id);
      }
    }
    for (const table of touched) await deps.jobs.advance(table);
    return unfinished;
  };
}

async function workOf(deps: PlanDeps, { id, body }: Message): Promise<readonly EnrichmentWork[]> {
  const told = order.safeParse(body);
  if (told.success) return obey(deps, told.data, id);
  const object = readTold(body);
  if (!object.isCorrection) return workOfObject(deps.enrichments, object, deps.now());
  const content = await deps.readJson(object.bucket, object.key);
  return content === undefined
    ? []
    : workOfCorrection(deps.enrichments, { content, stamp: object.key, now: deps.now() });
}

/** Days and hours that are told to be done are computed anew, hour by hour. */
async function obey({ jobs, now }: PlanDeps, told: Order, messageId: string): Promise<readonly EnrichmentWork[]> {
  if ('retry' in told) await jobs.retry(told.retry);
  if ('advance' in told) await jobs.goOn(told.advance);
  if (!('run' in told)) return [];
  const units = told.days
    .flatMap(hoursOf)
    .map((hour) => ({ ...hourUnit(hour, `order ${messageId}`, now()), why: [byHand] }));
  return [{ table: told.run, units }];
}

/** `2026-11-20` has 24, `2026-11-20T13` is one. */
function hoursOf(partition: string): readonly Date[] {
  if (partition.includes('T')) return [new Date(`${partition}:00:00Z`)];
  return Array.from({ length: 24 }, (_, hour) => new Date(`${partition}T${String(hour).padStart(2, '0')}:00:00Z`));
}
