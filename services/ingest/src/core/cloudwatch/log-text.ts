import { type Envelope, readCutEnvelope } from './envelope.ts';
import { advancePosition, type Position, positionName } from './position.ts';
import { readRecords, type TextRecord } from './text-records.ts';

/** One log event with the identity that CloudWatch gave it, or, in a bare line, its place: the same at a second delivery. */
export type LogEvent = {
  readonly message: string;
  /** Epoch milliseconds; null in a bare line. */
  readonly timestamp: number | null;
  readonly identity: string;
  readonly encoding: 'utf8' | 'latin1';
};

export type LogText =
  | { readonly kind: 'events'; readonly events: readonly LogEvent[] }
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
const defaultMaxRecordBytes = 32 * 1024 * 1024;

export function createLogTextReader(maxRecordBytes = defaultMaxRecordBytes): LogTextReader {
  let carry: Buffer = Buffer.alloc(0);
  let carryAt: Position = [];
  let consumed = 0;

  const read = (data: Buffer, at: Position, isLast: boolean): readonly LogText[] => {
    const bytes = carry.length === 0 ? data : Buffer.concat([carry, data]);
    const placeOf = (index: number): Position =>
      index < carry.length ? advancePosition(carryAt, index) : advancePosition(at, index - carry.length);
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
  let lines: LogEvent[] = [];
  for (const record of records) {
    if (record.kind === 'line') {
      const { text, encoding } = record;
      const identity = `${positionName(placeOf(record.from))}\n${text}`;
      lines.push({ message: text, timestamp: null, identity, encoding });
      continue;
    }
    if (lines.length > 0) texts.push({ kind: 'events', events: lines });
    lines = [];
    if (record.kind === 'envelope') texts.push(textOf(record.envelope));
    else texts.push(...savedOf(bytes.subarray(record.from, record.to), record.reason, placeOf(record.from)));
  }
  if (lines.length > 0) texts.push({ kind: 'events', events: lines });
  return texts;
}

/** The events that a broken envelope still holds whole, and all of it as rejected. */
function savedOf(bytes: Buffer, reason: string, at: Position): readonly LogText[] {
  const saved = readCutEnvelope(bytes.toString('utf8'));
  const rejected = { kind: 'rejected', reason, bytes, at } as const;
  return saved === undefined || saved.logEvents.length === 0 ? [rejected] : [textOf(saved), rejected];
}

function textOf({ messageType, owner, logGroup, logStream, logEvents }: Envelope): LogText {
  if (messageType === 'CONTROL_MESSAGE') return { kind: 'control' };
  const stream = `${owner}\n${logGroup}\n${logStream}\n`;
  return {
    kind: 'events',
    events: logEvents.map(({ id, timestamp, message }) => ({
      message,
      timestamp,
      identity: stream + id,
      encoding: 'utf8',
    })),
  };
}
