import * as z from 'zod';
import { createSketch, hashRange, packHashes, type Sketch, unpackHashes } from './sketch.ts';

/** What has been counted of an event type in a window. */
export type TypeCounts = {
  lines: number;
  /** Lines whose event_id the window had already seen; a sum of weights once ids are sampled. */
  repeated: number;
  bytes: number;
  late: number;
  readonly entities: Sketch;
};

/** What has been counted in one window of one shard. */
export type WindowCounts = {
  /** Sequence numbers of the first and the last record; empty before the first. */
  first: string;
  last: string;
  readonly eventIds: Sketch;
  readonly types: Map<string, TypeCounts>;
};

const sketch = z.object({ theta: z.number().positive().max(hashRange), hashes: z.base64() });
const windowState = z.object({
  first: z.string(),
  last: z.string(),
  eventIds: sketch,
  types: z.record(
    z.string(),
    z.object({ lines: z.number(), repeated: z.number(), bytes: z.number(), late: z.number(), entities: sketch }),
  ),
});

/** The state that Lambda carries between the invocations of a window; at most 1 MB as JSON. */
export type WindowState = z.infer<typeof windowState>;

export function emptyCounts(): WindowCounts {
  return { first: '', last: '', eventIds: createSketch(), types: new Map() };
}

/** The counts of a state (a window's first is `{}`); undefined where it is not a state that this version writes. */
export function readState(state: unknown): WindowCounts | undefined {
  if (isEmpty(state)) return emptyCounts();
  const read = windowState.safeParse(state);
  if (!read.success) return undefined;
  const { first, last, eventIds, types } = read.data;
  const counted = Object.entries(types).map(
    ([type, each]) => [type, { ...each, entities: unpacked(each.entities) }] as const,
  );
  return { first, last, eventIds: unpacked(eventIds), types: new Map(counted) };
}

export function writeState({ first, last, eventIds, types }: WindowCounts): WindowState {
  const counted = [...types].map(([type, each]) => [type, { ...each, entities: packed(each.entities) }] as const);
  return { first, last, eventIds: packed(eventIds), types: Object.fromEntries(counted) };
}

function isEmpty(state: unknown): boolean {
  return state === undefined || state === null || (typeof state === 'object' && Object.keys(state).length === 0);
}

const packed = (of: Sketch): z.infer<typeof sketch> => ({ theta: of.theta, hashes: packHashes(of) });
const unpacked = ({ theta, hashes }: z.infer<typeof sketch>): Sketch => ({ theta, hashes: unpackHashes(hashes) });
