import { count } from '../terminal/count.ts';
import { isUpkeep, tellAll, tellIds } from './lanes.ts';
import type { Look } from './look.ts';
import type { Awaited } from './ordered.ts';
import { tellRunning, tellWaiting } from './tell.ts';
import { isOver, type Waited } from './wait.ts';

/** How far what was ordered is, and what it waits for. */
export function tellGoing(awaited: readonly Awaited[], look: Look, now: number) {
  const { name, service } = look.target;
  const over = awaited.filter(isOver).length;
  const state = `${over.toLocaleString('en-GB')} of ${count(awaited.length, 'unit')} of ${name} done`;
  const running = tellRunning(look, now);
  if (running !== '') return { state, awaits: `the statement: ${running}` };
  const waiting = tellWaiting(look, now);
  return { state, awaits: waiting === '' ? `services/${service} to take up the order` : `its turn: ${waiting}` };
}

function tellDone({ target: { name, kind } }: Look, days: number): string {
  return kind === 'compaction' ? `${count(days, 'day')} of events made anew as Parquet.` : `${name} is computed anew.`;
}

/** What came of it. `days` that were ordered count alone; where there were none, all that the target has set aside. `shows` is the command that shows it. */
export function outcomeOf({ look, awaited }: Waited, days: readonly string[], shows: string) {
  const { name } = look.target;
  const ids = new Set(awaited.filter(({ at }) => at === 'aside').map(({ id }) => id));
  const aside = look.aside.filter((unit) => (days.length === 0 ? !isUpkeep(unit) : ids.has(unit.id)));
  if (aside.length === 0) {
    return {
      isDone: true,
      words: days.length === 0 ? `Nothing waits for ${name} any more.` : tellDone(look, days.length),
    };
  }
  const named = tellIds(
    aside.map(({ id }) => id),
    { of: aside.length, most: 5 },
  );
  const reasons = [...new Set(aside.map((unit) => unit.aside?.reason ?? ''))];
  return {
    isDone: false,
    words: [
      `${tellAll(aside)} of ${name} ${aside.length === 1 ? 'is' : 'are'} set aside${named === '' ? '' : `: ${named}`}`,
      ...reasons.slice(0, 3).map((reason) => `    ${reason.trim().replaceAll(/\s*\n\s*/g, ' ')}`),
      `    ${shows} says when each is tried again.`,
    ].join('\n'),
  };
}
