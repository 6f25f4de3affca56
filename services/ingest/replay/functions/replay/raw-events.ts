import { hourFolder, hourOf, partitionsOf } from '@tributary/shared/partitions.ts';
import { isArchived } from '../../core/object-created.ts';
import { hourScans } from '../../core/scans.ts';
import { add, nothing, type Summary, summaryOf } from '../../core/summary.ts';
import type { Buckets } from './buckets.ts';
import type { Records } from './facts-of-records.ts';
import { chunked, untilDamage } from './lines.ts';
import { type Found, scan } from './scan.ts';
import { orFailed, type Unit, type Units } from './unit.ts';

export type RawEventsDeps = Pick<Buckets, 'listRaw' | 'readLines'> & {
  readonly factsOfRecords: (records: Records) => Promise<Summary>;
  /** The event types that facts are declared for. */
  readonly declaredTypes: readonly string[];
};

export type RawEvents = { readonly eventType?: string | undefined; readonly from: string; readonly to: string };

// Some 8 MB of events at a time: what is in memory, and the facts of one object.
const chunkLength = 8_000_000;

/** Makes the facts of events that lie under raw/events, by the present declarations. Facts that were stated before get the same fact_id. */
export function rawEventsUnits(
  deps: RawEventsDeps,
  { eventType, from, to }: RawEvents,
  { go }: { go: boolean },
): Units {
  const types = deps.declaredTypes.filter((type) => eventType === undefined || type === eventType).toSorted();
  const scans = types.flatMap((type) => hourScans(`raw/events/${type}/`, { from, to }));
  return async function* units(after) {
    for await (const found of scan(deps.listRaw, scans, after)) {
      const { object, upTo } = found;
      const isRead = object.isLatest && object.size > 0 && !isArchived(object);
      if (go && isRead) yield* orFailed(chunkUnits(deps, found, after), upTo);
      else yield { upTo, work: async () => (object.isLatest ? lookedAt(found) : nothing) };
    }
  };
}

/** The summary of an object as such, whatever becomes of its lines. */
function lookedAt({ object }: Found): Summary {
  return summaryOf({ objects: 1, bytes: object.size, archived: isArchived(object) ? 1 : 0 });
}

/** What follows the damage of an object stays where it is. */
export const damagedObject = summaryOf({ failedAgain: 1 }, { 'damaged gzip': 1 });

async function* chunkUnits(deps: RawEventsDeps, found: Found, after: Parameters<Units>[0]): AsyncGenerator<Unit> {
  const { object, upTo } = found;
  const isSame = after?.key === object.key && after.versionId === object.versionId;
  let firstLine = isSame ? (after.lines ?? 0) : 0;
  const at = hourOf(partitionsOf(object.key)) ?? new Date(0);
  let damage = nothing;
  const whole = untilDamage(deps.readLines(object, firstLine), () => {
    damage = damagedObject;
  });
  for await (const { lines, isLast } of chunked(whole, chunkLength)) {
    const first = firstLine;
    firstLine += lines.length;
    const records = lines.map((line) => ({ data: Buffer.from(`${line}\n`), arrivedAt: at.getTime() }));
    yield {
      upTo: isLast ? upTo : { ...upTo, lines: firstLine },
      work: async () => {
        const from = { object, firstLine: first, folder: hourFolder(at), records };
        const made = add(await deps.factsOfRecords(from), summaryOf({ records: lines.length }));
        return isLast ? add(add(made, damage), lookedAt(found)) : made;
      },
    };
  }
}
