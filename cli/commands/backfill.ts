import { type BackfillAsked, type Bench, openBench, planAsked } from '../backfill/bench.ts';
import { type Following, followBackfill } from '../backfill/follow.ts';
import { giveOrders } from '../backfill/give-orders.ts';
import { planAsJson, type Told, tellPlan } from '../backfill/tell.ts';
import { findTable, readDeclared } from '../jobs/declared.ts';
import { flagsOf } from '../jobs/flags.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { tellRanges } from '../jobs/partitions.ts';
import { tellRunning, tellWaiting } from '../jobs/tell.ts';
import { type TargetFlags, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes } from '../usage.ts';

export type BackfillFlags = TargetFlags &
  BackfillAsked & {
    readonly go?: true | undefined;
    readonly wait: boolean;
    readonly json?: true | undefined;
  };

/** `lake backfill NAME --from DAY`: what making many partitions anew takes; with `--go` it is done. */
export async function backfill(name: string, flags: BackfillFlags): Promise<number> {
  const all = readDeclared();
  const target = targetOf(flags);
  const declared = await orRemoved(name, target, () => findTable(name, all));
  const bench = await openBench(declared, target);
  const told = await planAsked(declared, bench, { asked: flags, now: Date.now() });
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
