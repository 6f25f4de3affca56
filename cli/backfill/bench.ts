import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import type { Order } from '@tributary/shared/jobs/order.ts';
import { type RangeFlags, readRange } from '../jobs/days.ts';
import type { Declared } from '../jobs/declared.ts';
import { giveOrder } from '../jobs/give-order.ts';
import { readLook } from '../jobs/look.ts';
import { createReader, placeOf } from '../jobs/place.ts';
import { namesOf, type Target } from '../target.ts';
import { UsageError } from '../usage.ts';
import { basisOfLog, estimate } from './estimate.ts';
import { type Known, type Plan, planBackfill } from './plan.ts';
import { basisOfSources } from './source-sizes.ts';
import type { Told } from './tell.ts';

export type BackfillAsked = RangeFlags & { readonly again?: true | undefined };

/** Ten years of hours. */
const mostPartitions = 100_000;
const mostEntries = 500;

/** How a backfill of these partitions stands, and what is left of it takes. Throws UsageError for what has no such partitions. */
export async function planAsked(
  declared: Declared,
  bench: Bench,
  { asked, now }: { readonly asked: BackfillAsked; readonly now: number },
): Promise<Told> {
  checkKind(declared);
  const partitions = readRange(asked, declared, { now, most: mostPartitions });
  if (partitions.length > mostPartitions)
    throw new UsageError(`These are more than ${mostPartitions.toLocaleString('en-GB')}: begin with a part of them.`);
  const known = await bench.read();
  const plan = planBackfill(partitions, known, asked.again === true);
  const { name, grain: noun = 'day' } = declared;
  return { name, noun, plan, estimate: await bench.estimate(plan, known.log) };
}

function checkKind({ kind, name, grain }: Declared): void {
  if (kind !== 'dataset')
    throw new UsageError(`${name} is no dataset: lake run ${name} --help says how it is made anew.`);
  if (grain === undefined)
    throw new UsageError(`${name} has no partitions: lake run ${name} --day all computes all of it anew.`);
}

export type Bench = {
  readonly read: () => Promise<Known & { readonly log: readonly LogEntry[] }>;
  readonly estimate: (plan: Plan, log: readonly LogEntry[]) => Promise<Told['estimate']>;
  readonly order: (order: Order) => Promise<void>;
  /** Its name: where orders go. */
  readonly queue: string;
};

/** Where a dataset's backfill is looked at and ordered. */
export async function openBench(declared: Declared, target: Target): Promise<Bench> {
  const { client } = target;
  const { prefix, lakeDatabase, rawDatabase } = await namesOf(target);
  const place = placeOf(declared.service, { prefix, stage: target.stage });
  const reader = createReader(new DynamoDBClient(client), place);
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const sources = {
    glue: new GlueClient(client),
    s3: new S3Client({ ...client, forcePathStyle: client.endpoint !== undefined }),
    databases: { lake: lakeDatabase, raw: rawDatabase },
    partitionsOf: async (table: string) => (await reader.versions(table)).length || undefined,
  };
  return {
    async read() {
      const look = await readLook(reader, declared, { now: Date.now(), most: mostEntries });
      const [versions, standings, backfills] = await Promise.all([
        reader.versions(declared.name),
        reader.standings(),
        reader.backfills(declared.name),
      ]);
      const standing = standings.find((each) => each.target === declared.name);
      return { look, log: look.log, versions, standing, backfills };
    },
    async estimate({ left }, log) {
      if (left.length === 0) return undefined;
      const basis = basisOfLog(log) ?? (await basisOfSources(declared.reads ?? [], left, sources));
      return basis && estimate(left.length, basis);
    },
    order: (order) => giveOrder(sqs, place, order),
    queue: place.queue,
  };
}
