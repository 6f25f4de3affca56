import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import type { Order } from '@tributary/shared/jobs/order.ts';
import { basisOfLog, estimate } from '../backfill/estimate.ts';
import { type Following, followBackfill } from '../backfill/follow.ts';
import { giveOrders } from '../backfill/give-orders.ts';
import { type Known, type Plan, planBackfill } from '../backfill/plan.ts';
import { basisOfSources } from '../backfill/source-sizes.ts';
import { planAsJson, type Told, tellPlan } from '../backfill/tell.ts';
import { readRange } from '../jobs/days.ts';
import { type Declared, findTable, readDeclared } from '../jobs/declared.ts';
import { flagsOf } from '../jobs/flags.ts';
import { giveOrder } from '../jobs/give-order.ts';
import { readLook } from '../jobs/look.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { tellRanges } from '../jobs/partitions.ts';
import { createReader, placeOf } from '../jobs/place.ts';
import { tellRunning, tellWaiting } from '../jobs/tell.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type BackfillFlags = TargetFlags & {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly go?: true | undefined;
  readonly wait: boolean;
  readonly again?: true | undefined;
  readonly json?: true | undefined;
};

/** Ten years of hours. */
const mostPartitions = 100_000;
const mostEntries = 500;

/** `lake backfill NAME --from DAY`: what making many partitions anew takes; with `--go` it is done. */
export async function backfill(name: string, flags: BackfillFlags): Promise<number> {
  const all = readDeclared();
  const declared = await orRemoved(name, flags, () => findTable(name, all));
  checkKind(declared);
  const now = Date.now();
  const partitions = readRange(flags, declared, { now, most: mostPartitions });
  if (partitions.length > mostPartitions)
    throw new UsageError(`These are more than ${mostPartitions.toLocaleString('en-GB')}: begin with a part of them.`);
  const bench = await open(declared, flags);
  const known = await bench.read();
  const plan = planBackfill(partitions, known, flags.again === true);
  const told: Told = { name, noun: declared.grain ?? 'day', plan, estimate: await bench.estimate(plan, known.log) };
  if (flags.json) return orderAsJson(told, bench, flags);
  await write(
    process.stdout,
    tellPlan(told)
      .map((line) => `${line}\n`)
      .join(''),
  );
  if (!flags.go) return tellNext(told, flags);
  return go(told, bench, flags);
}

function checkKind({ kind, name, grain }: Declared): void {
  if (kind !== 'dataset')
    throw new UsageError(`${name} is no dataset: lake run ${name} --help says how it is made anew.`);
  if (grain === undefined)
    throw new UsageError(`${name} has no partitions: lake run ${name} --day all computes all of it anew.`);
}

type Bench = {
  readonly read: () => Promise<Known & { readonly log: readonly LogEntry[] }>;
  readonly estimate: (plan: Plan, log: readonly LogEntry[]) => Promise<Told['estimate']>;
  readonly order: (order: Order) => Promise<void>;
};

async function open(declared: Declared, flags: TargetFlags): Promise<Bench> {
  const target = targetOf(flags);
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
  };
}

async function orderAsJson(told: Told, bench: Bench, flags: BackfillFlags): Promise<number> {
  if (flags.go) await giveOrders(told.name, told.plan, { order: bench.order, now: Date.now() });
  await write(process.stdout, `${JSON.stringify(planAsJson(told, flags.go === true))}\n`);
  return exitCodes.done;
}

async function tellNext({ plan, name }: Told, flags: BackfillFlags): Promise<number> {
  const { left, going, aside } = plan;
  const same = 'The same call with --go does it';
  const words =
    left.length > 0
      ? `Nothing is ordered yet. ${same}; it costs what it says.`
      : going.length > 0
        ? `All that is left is under way. ${same} stays until it is done.`
        : aside.length > 0
          ? `What is left is set aside: lake jobs ${name}${flagsOf(flags)} says why, lake retry ${name}${flagsOf(flags)} tries it again.`
          : 'All of it is done. --again begins anew.';
  await write(process.stdout, `${words}\n`);
  return exitCodes.done;
}

async function go(told: Told, bench: Bench, flags: BackfillFlags): Promise<number> {
  const { name, noun, plan } = told;
  if (plan.left.length === 0 && plan.going.length === 0) return tellNext(told, flags);
  const begunAt = await giveOrders(name, plan, { order: bench.order, now: Date.now() });
  const shows = `lake jobs ${name}${flagsOf(flags)}`;
  const ordered = `services/query is told to make ${count(plan.left.length, noun)} anew.`;
  if (plan.left.length > 0) await write(process.stdout, `${ordered}\n`);
  if (!flags.wait) {
    await write(process.stdout, `${shows} shows what becomes of it.\n`);
    return exitCodes.done;
  }
  return stay(told, bench, { begunAt, shows });
}

type Staying = { readonly begunAt: number; readonly shows: string };

async function stay({ name, noun, plan }: Told, bench: Bench, { begunAt, shows }: Staying): Promise<number> {
  const awaited = [...plan.left, ...plan.going].toSorted();
  const words = `Interrupted; the work goes on. ${shows} shows it, and the same call again stays with it.`;
  return patiently(false, async (progress) => {
    const tell: Following['tell'] = ({ done, aside }, { look }) => {
      const over = done.length + aside.length;
      const does = tellRunning(look, Date.now()) || tellWaiting(look, Date.now());
      progress.awaits(() => does || 'services/query to take up the order');
      progress.running(`${over.toLocaleString('en-GB')} of ${count(awaited.length, noun)} of ${name} made anew`);
    };
    try {
      const { aside, done } = await interruptible(words, ({ pause }) =>
        followBackfill(awaited, begunAt, { read: bench.read, tell, pause, now: Date.now }),
      );
      if (aside.length === 0) progress.done(`${count(done.length, noun)} of ${name} made anew.`);
      else
        progress.failed(
          `${count(aside.length, noun)} of ${name} set aside: ${tellRanges(aside, 5)}; ${shows} says why.`,
        );
      return aside.length === 0 ? exitCodes.done : exitCodes.failed;
    } finally {
      progress.clear();
    }
  });
}
