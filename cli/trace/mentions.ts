import { bounded, type Omitted, upTo } from '../logs/bounded.ts';
import { type FilterLogEvents, type LogEvent, merged, readEvents } from '../logs/events.ts';
import type { LakeFunction } from '../logs/functions.ts';

/** What the logs say of an id: how often, which functions, and which objects of raw they name beside it. */
export type Mentions = {
  readonly lines: number;
  readonly functions: readonly string[];
  readonly keys: readonly string[];
  readonly omitted: readonly string[];
};

const most = { lines: 200, pages: 20 };

export async function readMentions(
  filter: FilterLogEvents,
  functions: readonly LakeFunction[],
  { id, from }: { readonly id: string; readonly from: number },
): Promise<Mentions> {
  const omitted: Omitted = { cut: new Set() };
  const logs = functions.map((of) =>
    bounded(readEvents(filter, of, { from, pattern: `"${id}"`, mostPages: most.pages }), { isOptional: true, omitted }),
  );
  const events: LogEvent[] = [];
  for await (const event of upTo(most.lines, merged(logs), omitted)) events.push(event);
  return {
    lines: events.length,
    functions: [...new Set(events.map(({ of }) => of.name))],
    keys: [...new Set(events.flatMap(({ text }) => text.match(/\braw\/[^"\s\\]+/g) ?? []))],
    omitted: [...omitted.cut],
  };
}
