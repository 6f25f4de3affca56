import { createCounts } from '../../../events/core/messages/counts.ts';
import { type RejectedRow, readRejectedRow } from '../../../events/core/messages/rejected-message.ts';
import { createDelivery, type DeliveryPorts } from '../../../events/delivery/delivery.ts';
import { isWithin } from '../../core/scans.ts';
import { add, nothing, type Summary, summaryOf } from '../../core/summary.ts';
import type { Buckets } from './buckets.ts';
import { doneKey } from './done.ts';
import type { Rejected } from './rejected.ts';
import { type Found, scan } from './scan.ts';
import type { Units } from './unit.ts';

export type RejectedMessagesDeps = Pick<
  Buckets,
  'listLake' | 'readLines' | 'existsRaw' | 'writeLake' | 'removeLake'
> & {
  /** The present routes, and the way to the stream. */
  readonly ports: () => Promise<DeliveryPorts>;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
};

type Mode = { readonly run: string; readonly go: boolean };

const patienceMs = 60_000;

/**
 * Takes rejected messages of RabbitMQ through the present routes to the stream. What has arrived leaves the table: its object is written again
 * without those rows, or goes. Killed before that it is sent twice, with the same event_id.
 */
export function rejectedMessagesUnits(deps: RejectedMessagesDeps, work: Rejected, mode: Mode): Units {
  const scans = [{ prefix: `${deps.rejectedPrefix}${work.function}/`, after: '' }];
  return async function* units(after) {
    for await (const found of scan(deps.listLake, scans, after)) {
      yield { upTo: found.upTo, work: () => routeAgain(deps, found, work, mode) };
    }
  };
}

async function routeAgain(deps: RejectedMessagesDeps, { object }: Found, work: Rejected, mode: Mode): Promise<Summary> {
  if (object.size === 0 || !isWithin(object.key, work)) return nothing;
  const seen = summaryOf({ objects: 1, bytes: object.size });
  // Former versions marked what had arrived, and left it where it was.
  if (await deps.existsRaw(doneKey(object))) {
    if (mode.go) await deps.removeLake(object.key);
    return add(seen, summaryOf({ doneBefore: 1 }));
  }
  const { rows, unreadable, left } = await readRows(deps, object, work);
  const told = add(add(seen, unreadable), summaryOf({ records: rows.length }, countReasons(rows)));
  const routed = await route(await deps.ports(), rows, mode.go);
  if (mode.go) await leave(deps, object.key, [...left, ...routed.rejected], rows.length - routed.rejected.length);
  return add(told, routed.summary);
}

/** Of an object's lines those that have not arrived stay, as they are. */
async function leave(
  { writeLake, removeLake }: Pick<RejectedMessagesDeps, 'writeLake' | 'removeLake'>,
  key: string,
  lines: readonly string[],
  arrived: number,
): Promise<void> {
  if (lines.length === 0) await removeLake(key);
  else if (arrived > 0) await writeLake(key, Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

type Row = RejectedRow & { readonly line: string };
type Rows = { readonly rows: readonly Row[]; readonly unreadable: Summary; readonly left: readonly string[] };

/** An object of rejects has some hundred rows at most. */
async function readRows(deps: RejectedMessagesDeps, object: Found['object'], { reason }: Rejected): Promise<Rows> {
  const rows: Row[] = [];
  const left: string[] = [];
  let unreadable = nothing;
  for await (const line of deps.readLines(object, 0)) {
    const read = readRejectedRow(line);
    if (read !== undefined && (reason === undefined || reason === read.reason)) {
      rows.push({ ...read, line });
      continue;
    }
    left.push(line);
    if (read === undefined)
      unreadable = add(unreadable, summaryOf({ records: 1, failedAgain: 1 }, { 'no rejected message': 1 }));
  }
  return { rows, unreadable, left };
}

function countReasons(rows: readonly RejectedRow[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const { reason } of rows) counted[reason] = (counted[reason] ?? 0) + 1;
  return counted;
}

type Routed = { readonly summary: Summary; readonly rejected: readonly string[] };

/** By the present routes. A message that they reject, or an element of one, stays where it is and is not written a second time. */
async function route(ports: DeliveryPorts, rows: readonly Row[], go: boolean): Promise<Routed> {
  const counts = createCounts();
  const rejected = new Set<string>();
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
  for (const [index, { message, line }] of rows.entries()) {
    const before = counts.of('Rejected');
    delivery.take(message, index);
    if (counts.of('Rejected') > before) rejected.add(line);
  }
  await delivery.flushed();
  const dropped = counts.of('Dropped');
  const summary = summaryOf(
    { eventsSent: counts.of('Kept'), failedAgain: counts.of('Rejected') },
    dropped === 0 ? {} : { 'now dropped by the routes': dropped },
  );
  return { summary, rejected: [...rejected] };
}

/** In a dry run: as if all had been stored. */
const pretend: DeliveryPorts['putRecords'] = async (records) => records.map(() => ({ errorCode: null }));
