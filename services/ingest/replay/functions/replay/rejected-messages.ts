import { createCounts } from '../../../events/core/messages/counts.ts';
import { type RejectedRow, readRejectedRow } from '../../../events/core/messages/rejected-message.ts';
import { createDelivery, type DeliveryPorts } from '../../../events/delivery/delivery.ts';
import { isWithin } from '../../core/scans.ts';
import { add, nothing, type Tally, tallyOf } from '../../core/tally.ts';
import type { Buckets } from './buckets.ts';
import { doneKey, markDone } from './done.ts';
import type { Rejected } from './rejected.ts';
import { type Found, scan } from './scan.ts';
import type { Units } from './unit.ts';

export type RejectedMessagesDeps = Pick<Buckets, 'listLake' | 'readLines' | 'existsRaw' | 'writeRaw'> & {
  /** The present routes, and the way to the stream. */
  readonly ports: () => Promise<DeliveryPorts>;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
};

type Mode = { readonly run: string; readonly go: boolean };

const patienceMs = 60_000;

/**
 * Takes rejected messages of RabbitMQ through the present routes to the stream. An object of which none is rejected again is marked under
 * replay/done/ and left out from then on; a message that is sent twice has the same event_id.
 */
export function rejectedMessagesUnits(deps: RejectedMessagesDeps, work: Rejected, mode: Mode): Units {
  const scans = [{ prefix: `${deps.rejectedPrefix}${work.function}/`, after: '' }];
  return async function* units(after) {
    for await (const found of scan(deps.listLake, scans, after)) {
      yield { upTo: found.upTo, work: () => routeAgain(deps, found, work, mode) };
    }
  };
}

async function routeAgain(deps: RejectedMessagesDeps, { object }: Found, work: Rejected, mode: Mode): Promise<Tally> {
  if (object.size === 0 || !isWithin(object.key, work)) return nothing;
  const seen = tallyOf({ objects: 1, bytes: object.size });
  if (await deps.existsRaw(doneKey(object))) return add(seen, tallyOf({ doneBefore: 1 }));
  const { rows, unreadable } = await readRows(deps, object, work);
  const told = add(add(seen, unreadable), tallyOf({ records: rows.length }, countReasons(rows)));
  const routed = await route(await deps.ports(), rows, mode.go);
  const all = add(told, routed);
  if (mode.go && work.reason === undefined && all.counts.failedAgain === 0) await markDone(deps, object, mode.run);
  return all;
}

type Rows = { readonly rows: readonly RejectedRow[]; readonly unreadable: Tally };

/** An object of rejects has some hundred rows at most. */
async function readRows(deps: RejectedMessagesDeps, object: Found['object'], { reason }: Rejected): Promise<Rows> {
  const rows: RejectedRow[] = [];
  let unreadable = nothing;
  for await (const line of deps.readLines(object, 0)) {
    const read = readRejectedRow(line);
    if (read === undefined) {
      unreadable = add(unreadable, tallyOf({ records: 1, failedAgain: 1 }, { 'no rejected message': 1 }));
    } else if (reason === undefined || reason === read.reason) rows.push(read);
  }
  return { rows, unreadable };
}

function countReasons(rows: readonly RejectedRow[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const { reason } of rows) counted[reason] = (counted[reason] ?? 0) + 1;
  return counted;
}

/** By the present routes; what they reject again stays where it is and is not written a second time. */
async function route(ports: DeliveryPorts, rows: readonly RejectedRow[], go: boolean): Promise<Tally> {
  const counts = createCounts();
  const ignore = () => undefined;
  const delivery = createDelivery({
    ...ports,
    ...(go ? {} : { putRecords: pretend, park: async () => undefined }),
    writeRejects: async () => undefined,
    counts,
    signal: AbortSignal.timeout(patienceMs),
    onDone: ignore,
    onFailed: ignore,
  });
  for (const [index, { message }] of rows.entries()) delivery.take(message, index);
  await delivery.flushed();
  const dropped = counts.of('Dropped');
  return tallyOf(
    { eventsSent: counts.of('Kept'), failedAgain: counts.of('Rejected') },
    dropped === 0 ? {} : { 'now dropped by the routes': dropped },
  );
}

/** In a dry run: as if all had been stored. */
const pretend: DeliveryPorts['putRecords'] = async (records) => records.map(() => ({ errorCode: null }));
