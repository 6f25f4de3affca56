import { GlueClient } from '@aws-sdk/client-glue';
import { createRawEvents, eventDaysIn } from '../compaction/event-days.ts';
import { type DayFlags, readDays } from '../jobs/days.ts';
import { type Declared, findTable, readDeclared } from '../jobs/declared.ts';
import { type Desk, openDesk } from '../jobs/desk.ts';
import { flagsOf } from '../jobs/flags.ts';
import { comesWith, missingOf, readTables } from '../jobs/missing.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { type Ordered, orderRun } from '../jobs/run-work.ts';
import { outcomeOf, tellGoing } from '../jobs/tell-wait.ts';
import { type Waiting, waitFor } from '../jobs/wait.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type RunFlags = TargetFlags &
  DayFlags & {
    /** Of events: of compaction. */
    readonly type?: readonly string[] | undefined;
    readonly wait?: true | undefined;
  };

/** `lake run NAME`: days of a target are computed anew, or what waits for it goes on; with `wait` until that is done. */
export async function run(name: string, flags: RunFlags): Promise<number> {
  const all = readDeclared();
  const declared = await orRemoved(name, flags, () => findTable(name, all));
  const days = await unitsAsked(declared, all, flags);
  const missing = declared.kind === 'dataset' && days.length > 0 ? await missingTables(declared, flags) : [];
  if (missing.length > 0) {
    const lines = missing.map((table) => `${name} reads ${table}, ${comesWith(table, all)}: it is not there yet.`);
    await write(process.stdout, `${lines.join('\n')}\nNothing is computed; ${name} runs by itself once it comes.\n`);
    return exitCodes.failed;
  }
  const desk = await openDesk(declared, targetOf(flags));
  const ordered = await orderRun(desk, declared, days);
  const shows = `lake jobs ${name}${flagsOf(flags)}`;
  await write(process.stdout, `${ordered.words}\n`);
  if (flags.wait) return follow(desk, ordered, { days, shows });
  await write(process.stdout, `${shows} shows what becomes of it.\n`);
  return exitCodes.done;
}

/** Days; of compaction the days of event types that are there. */
async function unitsAsked(declared: Declared, all: readonly Declared[], flags: RunFlags): Promise<readonly string[]> {
  const days = readDays(flags, declared, Date.now());
  if (declared.kind !== 'compaction') {
    if (flags.type === undefined) return days;
    throw new UsageError(`--type is of compaction, whose days are those of event types: ${declared.name} has none.`);
  }
  if (days.length === 0) return days;
  const target = targetOf(flags);
  const { rawDatabase } = await namesOf(target);
  const taken = new Set(all.filter(({ service }) => service === 'query').map(({ name }) => name));
  const raw = createRawEvents(new GlueClient(target.client), rawDatabase);
  return eventDaysIn(raw, { days, types: flags.type ?? [], taken });
}

async function missingTables(declared: Declared, flags: TargetFlags): Promise<readonly string[]> {
  const target = targetOf(flags);
  const { lakeDatabase: lake, rawDatabase: raw } = await namesOf(target);
  return missingOf(declared, await readTables(new GlueClient(target.client), { lake, raw }));
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
