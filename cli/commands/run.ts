import { type DayFlags, readDays } from '../jobs/days.ts';
import { findDeclared, readDeclared } from '../jobs/declared.ts';
import { type Desk, openDesk } from '../jobs/desk.ts';
import { flagsOf } from '../jobs/flags.ts';
import { type Ordered, orderRun } from '../jobs/run-work.ts';
import { outcomeOf, tellGoing } from '../jobs/tell-wait.ts';
import { type Waiting, waitFor } from '../jobs/wait.ts';
import type { TargetFlags } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes } from '../usage.ts';

export type RunFlags = TargetFlags & DayFlags & { readonly wait?: true | undefined };

/** `lake run NAME`: days of a target are computed anew, or what waits for it goes on; with `wait` until that is done. */
export async function run(name: string, flags: RunFlags): Promise<number> {
  const declared = findDeclared(name, readDeclared());
  const days = readDays(flags, declared, Date.now());
  const desk = await openDesk(declared, flags);
  const ordered = await orderRun(desk, declared, days);
  const shows = `lake jobs ${name}${flagsOf(flags)}`;
  if (!flags.wait) {
    await write(process.stdout, `${ordered.words}\n${shows} shows what becomes of it.\n`);
    return exitCodes.done;
  }
  await write(process.stdout, `${ordered.words}\n`);
  return follow(desk, ordered, { days, shows });
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
