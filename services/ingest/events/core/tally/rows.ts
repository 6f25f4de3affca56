import { hourFolder } from '@tributary/shared/partitions.ts';
import { countDistinct } from './sketch.ts';
import type { TypeCounts, WindowCounts } from './window-state.ts';

/** A minute of a shard, as Lambda names it. */
export type Window = {
  readonly start: string;
  readonly end: string;
  readonly shardId: string;
  readonly early: boolean;
};

/** One event type's counts in one window of one shard, a line under raw/stats/events. */
export type StatsRow = {
  readonly window_start: string;
  readonly window_end: string;
  readonly shard_id: string;
  readonly event_type: string;
  /** Without those repeated. */
  readonly events: number;
  readonly repeated: number;
  readonly entities: number;
  /** Relative standard error of `entities`; 0: it is exact. */
  readonly entities_error: number;
  readonly bytes: number;
  readonly late: number;
  readonly first_sequence_number: string;
  readonly last_sequence_number: string;
  /** The window had to be closed before its end: another object holds the rest of it. */
  readonly terminated_early: boolean;
};

export function rowsOf(counts: WindowCounts, window: Window): readonly StatsRow[] {
  return [...counts.types].map(([type, each]) => rowOf(type, each, counts, window));
}

function rowOf(event_type: string, of: TypeCounts, { first, last }: WindowCounts, window: Window): StatsRow {
  const repeated = Math.min(Math.round(of.repeated), of.lines);
  const { count, error } = countDistinct(of.entities);
  return {
    window_start: new Date(window.start).toISOString(),
    window_end: new Date(window.end).toISOString(),
    shard_id: window.shardId,
    event_type,
    events: of.lines - repeated,
    repeated,
    entities: count,
    entities_error: Number(error.toFixed(4)),
    bytes: of.bytes,
    late: of.late,
    first_sequence_number: first,
    last_sequence_number: last,
    terminated_early: window.early,
  };
}

/**
 * Where a window's counts go: by the window's start, the shard and the first record counted. Writing the same counts again takes
 * the place of the first time; a second part of a window that was closed early lies beside the first.
 */
export function statsKey({ start, shardId }: Window, { first }: WindowCounts): string {
  const at = new Date(start);
  const second = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `raw/stats/events/${hourFolder(at)}/${second}Z-${shardId}-${first}.json`;
}
