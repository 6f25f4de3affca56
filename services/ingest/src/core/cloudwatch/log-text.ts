import { readCutEnvelope } from './envelope.ts';
import { eventsOf, eventsOfLines, type LogEvents } from './log-events.ts';
import { advancePosition, type Position, positionName } from './position.ts';
import { type EnvelopeEvents, readRecords, type TextRecord } from './text-records.ts';

export type LogText =
  | { readonly kind: 'events'; readonly events: LogEvents }
  | { readonly kind: 'control' }
  /** `at`: where it begins. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly bytes: Buffer; readonly at: Position };

/** Text that comes in runs: what a run ends in the middle of waits for the next. */
export type LogTextReader = {
  readonly push: (data: Buffer, at: Position) => readonly LogText[];
  /** Nothing follows what has been pushed: what is left is a record. */
  readonly flush: () => readonly LogText[];
  /** What follows is lost: what is left is no record, but the whole events of a cut envelope are kept. */
  readonly cutOff: (reason: string) => readonly LogText[];
  /** Where the record begins that is not whole yet; null when all is read. */
  readonly pending: () => Position | null;
  /** How many bytes have become records. */
  readonly consumed: () => number;
};

/** A record that is longer is no log; it is read as if it ended here. */
export const defaultMaxRecordBytes = 32 * 1024 * 1024;

export function createLogTextReader(maxRecordBytes = defaultMaxRecordBytes): LogTextReader {
  let carry: Buffer = Buffer.alloc(0);
  let carryAt: Position = [];
  let consumed = 0;

  const read = (data: Buffer, at: Position, isLast: boolean): readonly LogText[] => {
    const bytes = carry.length === 0 ? data : Buffer.concat([carry, data]);
    // Asked also when the next run has come.
    const [held, heldAt] = [carry.length, carryAt];
    const placeOf = (index: number): Position =>
      index < held ? advancePosition(heldAt, index) : advancePosition(at, index - held);
    const { records, used } = readRecords(bytes, isLast || bytes.length >= maxRecordBytes);
    const texts = records.length === 0 ? [] : textsOf(records, bytes, placeOf);
    const restAt = placeOf(used);
    consumed += used;
    carry = bytes.subarray(used);
    carryAt = restAt;
    return texts;
  };
  return {
    push: (data, at) => read(data, at, false),
    flush: () => (carry.length === 0 ? [] : read(Buffer.alloc(0), carryAt, true)),
    cutOff(reason) {
      const rest = carry;
      carry = Buffer.alloc(0);
      consumed += rest.length;
      return rest.length === 0 ? [] : savedOf(rest, reason, carryAt);
    },
    pending: () => (carry.length === 0 ? null : carryAt),
    consumed: () => consumed,
  };
}

function textsOf(
  records: readonly TextRecord[],
  bytes: Buffer,
  placeOf: (index: number) => Position,
): readonly LogText[] {
  const texts: LogText[] = [];
  let lines: TextRecord[] = [];
  const endLines = (): void => {
    const placed = (index: number) => positionName(placeOf(index));
    if (lines.length > 0) texts.push({ kind: 'events', events: eventsOfLines(bytes, lines, placed) });
    lines = [];
  };
  for (const record of records) {
    if (record.kind === 'line') {
      lines.push(record);
      continue;
    }
    endLines();
    if (record.kind === 'envelope') texts.push(textOf(record.envelope));
    else texts.push(...savedOf(bytes.subarray(record.from, record.to), record.reason, placeOf(record.from)));
  }
  endLines();
  return texts;
}

/** The events that a broken envelope still holds whole, and all of it as rejected. */
function savedOf(bytes: Buffer, reason: string, at: Position): readonly LogText[] {
  const saved = readCutEnvelope(bytes.toString('utf8'));
  const rejected = { kind: 'rejected', reason, bytes, at } as const;
  return saved === undefined || saved.logEvents.length === 0 ? [rejected] : [textOf(eventsOf(saved)), rejected];
}

function textOf(events: EnvelopeEvents): LogText {
  return events === null ? { kind: 'control' } : { kind: 'events', events };
}
