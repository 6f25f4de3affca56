import { envelope } from '../messages/envelope.ts';
import { createSketch, hashOf, see, shrink, weight } from './sketch.ts';
import type { TypeCounts, WindowCounts } from './window-state.ts';

/** What no event type is called: lines that are no envelope, and the event types that are too many. */
const unreadable = '_unreadable';
const otherTypes = '_other';

/** What a window's counts may hold, for a state below 1 MB: a hash takes 8 bytes of it, a type some 250. */
const windowLimits = { types: 200, hashes: 90_000 } as const;
export type WindowLimits = { readonly types: number; readonly hashes: number };

export type StreamRecord = { readonly sequenceNumber: string; readonly data: Buffer };

/** Counts the lines of records into `counts`. Late is what happened before `lateBefore` (epoch ms). */
export function createCount(counts: WindowCounts, lateBefore: number, limits: WindowLimits = windowLimits) {
  let hashes = hashesIn(counts);

  function note(of: TypeCounts, event: Header): void {
    const id = see(counts.eventIds, hashOf(event.event_id));
    if (id === 'seen') of.repeated += weight(counts.eventIds);
    if (id === 'new') hashes += 1;
    if (see(of.entities, hashOf(event.entity, event.entity_id)) === 'new') hashes += 1;
    if (Date.parse(event.occurred_at) < lateBefore) of.late += 1;
    if (hashes <= limits.hashes) return;
    shrink(largestSketch(counts));
    hashes = hashesIn(counts);
  }
  function countLine(line: string): void {
    const event = readHeader(line);
    const of = countsOf(counts, event?.event_type ?? unreadable, limits);
    of.lines += 1;
    of.bytes += Buffer.byteLength(line);
    if (event !== undefined) note(of, event);
  }
  return function count({ sequenceNumber, data }: StreamRecord): void {
    if (counts.first === '') counts.first = sequenceNumber;
    counts.last = sequenceNumber;
    for (const line of data.toString('utf8').split('\n')) if (line.trim() !== '') countLine(line);
  };
}

const header = envelope.pick({ event_id: true, event_type: true, entity: true, entity_id: true, occurred_at: true });
type Header = ReturnType<typeof header.parse>;

function readHeader(line: string): Header | undefined {
  try {
    return header.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function countsOf({ types }: WindowCounts, type: string, limits: WindowLimits): TypeCounts {
  const known = types.get(type);
  if (known !== undefined) return known;
  const isOneMore = types.size < limits.types || type.startsWith('_');
  const name = isOneMore ? type : otherTypes;
  const counts = types.get(name) ?? { lines: 0, repeated: 0, bytes: 0, late: 0, entities: createSketch() };
  types.set(name, counts);
  return counts;
}

function hashesIn({ eventIds, types }: WindowCounts): number {
  return [...types.values()].reduce((sum, { entities }) => sum + entities.hashes.size, eventIds.hashes.size);
}

function largestSketch({ eventIds, types }: WindowCounts) {
  const sketches = [eventIds, ...[...types.values()].map(({ entities }) => entities)];
  return sketches.reduce((a, b) => (b.hashes.size > a.hashes.size ? b : a));
}
