import { GetPartitionsCommand, type GlueClient } from '@aws-sdk/client-glue';
import { compactTableOf, dayColumns, eventTypeOf, rawTableOf } from '@tributary/query/compaction/core/event-table.ts';
import { createListRawTables } from '@tributary/query/compaction/raw-tables.ts';
import { mostPartitions } from '@tributary/shared/jobs/order.ts';
import { atOnce } from '../files/at-once.ts';
import { near } from '../near.ts';
import { UsageError } from '../usage.ts';

export type EventDaysAsked = {
  readonly days: readonly string[];
  /** All where none is named. */
  readonly types: readonly string[];
  /** Names of datasets and views, which no event type's table takes. */
  readonly taken: ReadonlySet<string>;
};

const looksAtOnce = 8;

/** Events as the raw database has them. */
export type RawEvents = {
  readonly database: string;
  readonly listTables: () => Promise<readonly string[]>;
  /** Whether something lies there of a day. */
  readonly has: (table: string, day: string) => Promise<boolean>;
};

export function createRawEvents(glue: GlueClient, database: string): RawEvents {
  return {
    database,
    listTables: createListRawTables(glue, database),
    async has(TableName, day) {
      const parts = day.split('-');
      const Expression = dayColumns.map((column, at) => `${column} = '${parts[at]}'`).join(' AND ');
      const asked = { DatabaseName: database, TableName, Expression, MaxResults: 1 };
      const { Partitions = [] } = await glue.send(new GetPartitionsCommand(asked));
      return Partitions.length > 0;
    },
  };
}

/** The days of event types that lie in the raw database, `order_placed/2026-11-20`, in order. Throws UsageError where none does. */
export async function eventDaysIn(
  { database, listTables, has }: RawEvents,
  { days, types, taken }: EventDaysAsked,
): Promise<readonly string[]> {
  const known = (await listTables()).flatMap((table) => eventTypeOf(table) ?? []).toSorted();
  const asked = types.length === 0 ? known.filter((type) => !taken.has(compactTableOf(type))) : types;
  for (const type of asked) check(type, known, taken);
  const all = asked.flatMap((type) => days.map((day) => ({ type, day })));
  const found = await atOnce(looksAtOnce, all, async ({ type, day }) =>
    (await has(rawTableOf(type), day)) ? [`${type}/${day}`] : [],
  );
  const ids = found.flat();
  if (ids.length === 0)
    throw new UsageError(
      `No events${types.length === 0 ? '' : ` of ${types.join(', ')}`} lie in ${database} for ${tellDays(days)}.`,
    );
  if (ids.length <= mostPartitions) return ids;
  throw new UsageError(
    `These are ${ids.length.toLocaleString('en-GB')} days of events, and one call takes ${mostPartitions} at most: name a --type, or fewer days.`,
  );
}

function check(type: string, known: readonly string[], taken: ReadonlySet<string>): void {
  if (!known.includes(type)) throw new UsageError(`No event type ${type} has a table of raw. ${near(type, known)}`);
  const table = compactTableOf(type);
  if (taken.has(table))
    throw new UsageError(`Events of ${type} are not compacted: their table would be ${table}, which is another's.`);
}

function tellDays([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} to ${others.at(-1)}`;
}
