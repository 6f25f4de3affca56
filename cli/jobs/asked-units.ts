import { GlueClient } from '@aws-sdk/client-glue';
import { createRawEvents, eventDaysIn } from '../compaction/event-days.ts';
import { namesOf, type Target } from '../target.ts';
import { UsageError } from '../usage.ts';
import { type DayFlags, readDays } from './days.ts';
import type { Declared } from './declared.ts';
import { comesWith, missingOf, readTables } from './missing.ts';

export type UnitsAsked = DayFlags & {
  /** Of events: of compaction. */
  readonly type?: readonly string[] | undefined;
};

type Asking = { readonly asked: UnitsAsked; readonly target: Target; readonly now: number };

/** The days of a target that are to be computed anew; of compaction the days of event types that are there. Throws UsageError. */
export async function unitsAsked(
  declared: Declared,
  all: readonly Declared[],
  { asked, target, now }: Asking,
): Promise<readonly string[]> {
  const days = readDays(asked, declared, now);
  if (declared.kind !== 'compaction') {
    if (asked.type === undefined) return days;
    throw new UsageError(`--type is of compaction, whose days are those of event types: ${declared.name} has none.`);
  }
  if (days.length === 0) return days;
  const { rawDatabase } = await namesOf(target);
  const taken = new Set(all.filter(({ service }) => service === 'query').map(({ name }) => name));
  const raw = createRawEvents(new GlueClient(target.client), rawDatabase);
  return eventDaysIn(raw, { days, types: asked.type ?? [], taken });
}

/** Lines that say why no day of a dataset is computed: tables that it reads are not there. Undefined where all are. */
export async function tellLacking(
  declared: Declared,
  all: readonly Declared[],
  { days, target }: { readonly days: readonly string[]; readonly target: Target },
): Promise<string | undefined> {
  const { kind, name } = declared;
  if (kind !== 'dataset' || days.length === 0) return undefined;
  const { lakeDatabase: lake, rawDatabase: raw } = await namesOf(target);
  const missing = missingOf(declared, await readTables(new GlueClient(target.client), { lake, raw }));
  if (missing.length === 0) return undefined;
  const lines = missing.map((table) => `${name} reads ${table}, ${comesWith(table, all)}: it is not there yet.`);
  return `${lines.join('\n')}\nNothing is computed; ${name} runs by itself once it comes.`;
}
