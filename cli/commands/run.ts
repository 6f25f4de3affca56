import { tellLacking, type UnitsAsked, unitsAsked } from '../jobs/asked-units.ts';
import { findTable, readDeclared } from '../jobs/declared.ts';
import { type Desk, openDesk } from '../jobs/desk.ts';
import { flagsOf } from '../jobs/flags.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { type Ordered, orderRun } from '../jobs/run-work.ts';
import { outcomeOf, tellGoing } from '../jobs/tell-wait.ts';
import { type Waiting, waitFor } from '../jobs/wait.ts';
import { type TargetFlags, targetOf } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes } from '../usage.ts';

export type RunFlags = TargetFlags &
  UnitsAsked & {
    readonly wait?: true | undefined;
  };

/** `lake run NAME`: days of a target are computed anew, or what waits for it goes on; with `wait` until that is done. */
export async function run(name: string, flags: RunFlags): Promise<number> {
  const target = targetOf(flags);
  const all = readDeclared();
  const declared = await orRemoved(name, target, () => findTable(name, all));
  const days = await unitsAsked(declared, all, { asked: flags, target, now: Date.now() });
  const lacking = await tellLacking(declared, all, { days, target });
  if (lacking !== undefined) {
    await write(process.stdout, `${lacking}\n`);
    return exitCodes.failed;
  }
  const desk = await openDesk(declared, target);
  const ordered = await orderRun(desk, declared, days);
  const shows = `lake jobs ${name}${flagsOf(flags)}`;
  await write(process.stdout, `${ordered.words}\n`);
  if (flags.wait) return follow(desk, ordered, { days, shows });
  await write(process.stdout, `${shows} shows what becomes of it.\n`);
  return exitCodes.done;
}

type Following = { readonly days: readonly string[]; readonly shows: string };

/** Stays until it is done; Ctrl-C ends the staying. */
async function follow(desk: Desk, { before, awaited }: Ordered, { days, shows }: Following): Promise<number> {
  return patiently(false, async (progress) => {
    const tell: Waiting['tell'] = (units, look) => {
      const { state, awaits } = tellGoing(units, look, Date.now());
      progress.awaits(() => awaits);
      progress.running(state);
    };
    try {
      const waited = await interruptible(`Interrupted; the work goes on, and ${shows} shows it.`, ({ pause }) =>
        waitFor(awaited, before, { look: desk.look, tell, pause, now: Date.now }),
      );
      const { isDone, words } = outcomeOf(waited, days, shows);
      if (!isDone) progress.failed(words);
      else if (awaited.length > 0) progress.done(words);
      return isDone ? exitCodes.done : exitCodes.failed;
    } finally {
      progress.clear();
    }
  });
}
