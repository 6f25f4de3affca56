import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEvent } from './events.ts';

export type Following = {
  /** Where to begin, in epoch milliseconds. */
  readonly from: number;
  /** Until when to look for more, again and again; without it what is there is all. */
  readonly until?: AbortSignal | undefined;
};

/** How long CloudWatch Logs may take to show a line that is older than one it has shown. */
const lateMs = 15_000;
const pollMs = 1_000;

/** Each event once, in the order in which a log gives them; `read` reads it from a time on. */
export async function* follow(
  read: (from: number) => AsyncGenerator<LogEvent>,
  { from, until }: Following,
): AsyncGenerator<LogEvent> {
  const shown = new Map<string, number>();
  let since = from;
  do {
    yield* unseen(read(since), shown);
    since = Math.max(since, newest(shown) - lateMs);
    for (const [id, at] of shown) if (at < since) shown.delete(id);
  } while (until !== undefined && (await pause(until)));
}

async function* unseen(events: AsyncGenerator<LogEvent>, shown: Map<string, number>): AsyncGenerator<LogEvent> {
  for await (const event of events) {
    if (shown.has(event.id)) continue;
    shown.set(event.id, event.at);
    yield event;
  }
}

function newest(shown: ReadonlyMap<string, number>): number {
  let at = 0;
  for (const each of shown.values()) at = Math.max(at, each);
  return at;
}

async function pause(until: AbortSignal): Promise<boolean> {
  await sleep(pollMs, undefined, { signal: until }).catch(() => undefined);
  return !until.aborted;
}
