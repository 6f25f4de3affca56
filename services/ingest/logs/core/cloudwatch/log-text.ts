import { advancePosition, type Position, positionName } from '@tributary/shared/objects/position.ts';
import type { RecordReader, TextPart } from '@tributary/shared/objects/records.ts';
import { envelopeStart, readCutEnvelope } from './envelope.ts';
import { type EnvelopeEvents, endsInBrace, type TextRecord } from './envelope-at.ts';
import { eventsOf, eventsOfLines, type LogEvents } from './log-events.ts';
import { readRecords } from './text-records.ts';

export type LogText = TextPart<LogEvents>;

/** A record that is longer is no log; it is read as if it ended here. */
export const defaultMaxRecordBytes = 32 * 1024 * 1024;

const envelopeRunBytes = 16 * 1024 * 1024;
/** Behind a byte order mark, or in an array. */
const envelopeHead =
  /^(?:\u00ef\u00bb\u00bf)?[[\s]*\{\s*"(?:messageType|owner|log(?:Group|Stream|Events)|subscriptionFilters)"/;

/** Reads log events from envelopes, from events by themselves, and from lines. Control messages are counted as `control_messages`. */
export function createLogTextReader(maxRecordBytes = defaultMaxRecordBytes): RecordReader<LogEvents> {
  // In pieces, which are put together when the record may end: one that never does is not copied with each run.
  let carry: Buffer[] = [];
  let held = 0;
  let carryAt: Position = [];
  let consumed = 0;

  const hold = (pieces: Buffer[], bytes: number): void => {
    carry = pieces;
    held = bytes;
  };
  const read = (data: Buffer, at: Position, isLast: boolean): readonly LogText[] => {
    const bytes = held === 0 ? data : Buffer.concat([...carry, data]);
    // Asked also when the next run has come.
    const [heldBefore, heldAt] = [held, carryAt];
    const placeOf = (index: number): Position =>
      index < heldBefore ? advancePosition(heldAt, index) : advancePosition(at, index - heldBefore);
    const { records, used } = readRecords(bytes, isLast || bytes.length >= maxRecordBytes);
    const texts = records.length === 0 ? [] : textsOf(records, bytes, placeOf);
    const restAt = placeOf(used);
    consumed += used;
    hold([bytes.subarray(used)], bytes.length - used);
    carryAt = restAt;
    return texts;
  };
  return {
    push(data, at) {
      // What is short is read again: that costs no more than the run itself.
      const isWorthIt = held <= data.length || held + data.length >= maxRecordBytes;
      if (isWorthIt || mayEnd(carry, data)) return read(data, at, false);
      carry.push(data);
      held += data.length;
      return [];
    },
    flush: () => (held === 0 ? [] : read(Buffer.alloc(0), carryAt, true)),
    cutOff(reason) {
      const rest = Buffer.concat(carry);
      hold([], 0);
      consumed += rest.length;
      return rest.length === 0 ? [] : savedOf(rest, reason, carryAt);
    },
    pending: () => (held === 0 ? null : carryAt),
    consumed: () => consumed,
    // Whole envelopes are read fastest; lines need less room.
    runBytesOf: (head) => (envelopeHead.test(head.toString('latin1')) ? envelopeRunBytes : undefined),
  };
}

/** More than either is long: the beginning of an envelope, and the end that a brace is looked for in. */
const seamBytes = 64;

/** How an envelope ends, or a list of events. */
const ending = /\}\s*\]|\]\s*\}/;

/** Whether the record that has begun may end within `data`: at a line end, where an envelope begins or ends, or in a brace at its very end. */
function mayEnd(carry: readonly Buffer[], data: Buffer): boolean {
  if (data.includes(10)) return true;
  const before = carry.slice(-seamBytes).map((piece) => piece.subarray(-seamBytes));
  const bytes = Buffer.concat([...before, data]);
  if (bytes.includes(envelopeStart)) return true;
  const text = bytes.toString('latin1');
  return ending.test(text) || endsInBrace(text);
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
    if (lines.length > 0) texts.push({ kind: 'records', records: eventsOfLines(bytes, lines, placed) });
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
  return events === null ? { kind: 'aside', name: 'control_messages' } : { kind: 'records', records: events };
}
