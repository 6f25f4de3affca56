import type { CompactOrder } from '@tributary/query/compaction/core/compact-order.ts';
import type { Order } from '@tributary/shared/jobs/order.ts';
import { count } from '../terminal/count.ts';
import type { Declared } from './declared.ts';
import type { Desk } from './desk.ts';
import { isUpkeep, tellAll, tellIds } from './lanes.ts';
import type { Look } from './look.ts';
import { type Awaited, unitsOfDays, workIn } from './ordered.ts';
import { follows, grainOf, partitionAt } from './partitions.ts';

/** What a service was told to do, as it was before. */
export type Ordered = { readonly before: Look; readonly awaited: readonly Awaited[]; readonly words: string };

const mostNamed = 10;

/** What computes it anew, where nothing waits. */
function instead({ kind, over }: Declared): string {
  if (kind !== 'view') return 'To compute a day anew: --day 2026-11-20';
  const rows = over === undefined ? '' : ` To make its rows anew: lake run ${over}`;
  return `It is a view, and views make themselves: once what they read is there, and when what declares them changes.${rows}`;
}

/** Has days of a target (of compaction `order_placed/2026-11-20`) computed anew, or without any has it go on with what waits. */
export async function orderRun(
  desk: Desk,
  declared: Declared,
  days: readonly string[],
  now = Date.now(),
): Promise<Ordered> {
  const before = await desk.look();
  await desk.order(orderOf(declared, days));
  if (days.length === 0) return { before, awaited: workIn(before), words: wordsOfAdvance(before, declared) };
  const awaited = unitsOfDays(declared, days).map((id) => ({ id, at: 'nowhere' }) as const);
  return { before, awaited, words: wordsOfDays(declared, days, now) };
}

function orderOf({ kind, name }: Declared, days: readonly string[]): Order | CompactOrder {
  if (days.length === 0) return { advance: name };
  return kind === 'compaction' ? { compact: [...days] } : { run: name, days: [...days] };
}

function wordsOfDays({ name, service, kind }: Declared, days: readonly string[], now: number): string {
  const [first, ...others] = days;
  const last = others.at(-1);
  if (kind === 'compaction') return wordsOfEvents(service, days, now);
  if (first === 'all') return `services/${service} is told to compute all of ${name} anew.`;
  const which =
    last !== undefined && isRange(days) ? `${first} to ${last}` : tellIds(days, { of: days.length, most: mostNamed });
  return `services/${service} is told to compute ${tellCount(days)} of ${name} anew: ${which}`;
}

function wordsOfEvents(service: string, days: readonly string[], now: number): string {
  const told = `services/${service} is told to make ${count(days.length, 'day')} of events anew as Parquet: ${tellIds(days, { of: days.length, most: mostNamed })}`;
  const isOpen = days.some((id) => id.slice(id.indexOf('/') + 1) >= partitionAt(now, 'day'));
  return isOpen ? `${told}\nToday's are made once the day is closed.` : told;
}

function tellCount([first = '', ...others]: readonly string[]): string {
  const grain = grainOf(first) ?? 'day';
  return others.length === 0 ? `${grain === 'hour' ? 'an' : 'a'} ${grain}` : `${others.length + 1} ${grain}s`;
}

function isRange(days: readonly string[]): boolean {
  return days.every((day, at) => at === 0 || follows(days[at - 1] ?? '', day));
}

function wordsOfAdvance({ due, later, running, aside }: Look, declared: Declared): string {
  const { name, service } = declared;
  const waiting = [...due, ...later].filter((unit) => !isUpkeep(unit));
  const left = aside.length === 0 ? '' : ` ${tellAll(aside)} ${aside.length === 1 ? 'is' : 'are'} set aside.`;
  if (waiting.length === 0) {
    const first = running === undefined ? `Nothing waits for ${name}.` : `${name} is at it, and nothing else waits.`;
    return `${first}${left} ${instead(declared)}`;
  }
  return `services/${service} is told to go on with ${name}: ${tellAll(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'}.${left}`;
}
