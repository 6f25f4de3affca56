import { viewOf } from '@tributary/shared/bytes.ts';
import { copyOf, stands } from '../bytes.ts';
import { readEnvelope } from './envelope.ts';
import { type LogEvents, messageOfJson, streamOf } from './log-events.ts';

const eventsKey = '"logEvents":[';
const headBytes = 4096;
const pattern = (text: string): DataView => copyOf(Buffer.from(text), 0, text.length);
const idStart = pattern('{"id":"');
const timestampStart = pattern('","timestamp":');
const messageStart = pattern(',"message":"');
const nextEvent = pattern('"},{"id":"');
const envelopeEnd = pattern('"}]}');
/** A number of so many digits is exact. */
const mostDigits = 15;

/**
 * The events of bytes [from, to) that are, in valid UTF-8, an envelope just as CloudWatch Logs writes it, without making objects of them;
 * undefined of any other bytes. What stands in a message is not looked at further than to where it ends.
 */
export function readEnvelopeSpans(bytes: Buffer, from: number, to: number): LogEvents | undefined {
  const head = bytes.toString('latin1', from, Math.min(to, from + headBytes));
  const keyAt = head.indexOf(eventsKey);
  if (keyAt < 0) return undefined;
  const first = from + keyAt + eventsKey.length;
  const envelope = readEnvelope(`${bytes.toString('utf8', from, first)}]}`);
  if (typeof envelope === 'string' || envelope.messageType !== 'DATA_MESSAGE') return undefined;
  const view = viewOf(bytes.subarray(0, to));
  const found = findEvents(bytes, view, first);
  return found === undefined ? undefined : eventsAt(bytes, view, streamOf(envelope), found);
}

type Found = {
  length: number;
  ids: Int32Array;
  idEnds: Int32Array;
  timestamps: Float64Array;
  from: Int32Array;
  to: Int32Array;
};

function eventsAt(bytes: Buffer, view: DataView, stream: string, found: Found): LogEvents {
  const { length, ids, idEnds, timestamps, from, to } = found;
  return {
    length,
    timestampOf: (index) => timestamps[index] ?? null,
    stream,
    idOf: (index) => bytes.toString('latin1', ids[index], idEnds[index]),
    ids: { view, from: ids, to: idEnds },
    messageOf: (index) => messageOfJson(bytes, from[index] ?? 0, to[index] ?? 0),
    spans: { bytes, from, to, isJson: true },
  };
}

function findEvents(bytes: Buffer, view: DataView, first: number): Found | undefined {
  let found = roomFor(1024);
  let idAt = stands(view, first, idStart) ? first + idStart.byteLength : -1;
  let end = -1;
  while (idAt >= 0) {
    if (found.length === found.ids.length) found = withRoom(found);
    end = findEvent(bytes, view, idAt, found);
    idAt = end >= 0 && stands(view, end, nextEvent) ? end + nextEvent.byteLength : -1;
  }
  const isWhole = end >= 0 && stands(view, end, envelopeEnd);
  return isWhole && isBlank(bytes, end + envelopeEnd.byteLength, view.byteLength) ? found : undefined;
}

/** Where the event's message ends; -1 where it is not written as events are. */
function findEvent(bytes: Buffer, view: DataView, idAt: number, found: Found): number {
  const messageAt = findMessage(bytes, view, idAt, found);
  const end = messageAt < 0 ? -1 : endOfString(bytes, messageAt, view.byteLength);
  found.from[found.length] = messageAt;
  found.to[found.length] = end;
  found.length += 1;
  return end;
}

const quote = 34;
const backslash = 92;

/** Where the quote stands that ends a string of JSON; -1 where none does before `to`. */
function endOfString(bytes: Buffer, from: number, to: number): number {
  let at = bytes.indexOf(quote, from);
  while (at >= 0 && at < to && isEscaped(bytes, from, at)) at = bytes.indexOf(quote, at + 1);
  return at < to ? at : -1;
}

function isEscaped(bytes: Buffer, from: number, at: number): boolean {
  let first = at;
  while (first > from && bytes[first - 1] === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

/** Nothing but spaces and line ends. */
function isBlank(bytes: Buffer, from: number, to: number): boolean {
  return bytes.toString('latin1', from, to).trim() === '';
}

/** Passes `<digits>","timestamp":<digits>,"message":"`; -1 where something else stands. */
function findMessage(bytes: Buffer, view: DataView, idAt: number, { length, ids, idEnds, timestamps }: Found): number {
  let at = endOfDigits(bytes, view, idAt);
  ids[length] = idAt;
  idEnds[length] = at;
  if (!stands(view, at, timestampStart)) return -1;
  at += timestampStart.byteLength;
  const start = at;
  let timestamp = 0;
  for (let byte = bytes[at] ?? 0; isDigit(byte); byte = bytes[at] ?? 0) {
    timestamp = timestamp * 10 + byte - 48;
    at += 1;
  }
  timestamps[length] = timestamp;
  const isNumber = at > start && at - start <= mostDigits && (bytes[start] !== 48 || at === start + 1);
  return isNumber && stands(view, at, messageStart) ? at + messageStart.byteLength : -1;
}

/** An id has 56: looked at by fours. */
function endOfDigits(bytes: Buffer, view: DataView, from: number): number {
  let at = from;
  while (at + 4 <= view.byteLength && areDigits(view.getInt32(at, true))) at += 4;
  while (isDigit(bytes[at] ?? 0)) at += 1;
  return at;
}

const upperHalves = 0xf0f0f0f0;
const threes = 0x30303030;
const sixes = 0x06060606;

/** Whether each of four bytes is 0x30 to 0x39: its upper half is 3, also when 6 is added. */
function areDigits(word: number): boolean {
  return (word & upperHalves) === threes && ((word + sixes) & upperHalves) === threes;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function roomFor(length: number): Found {
  return {
    length: 0,
    ids: new Int32Array(length),
    idEnds: new Int32Array(length),
    timestamps: new Float64Array(length),
    from: new Int32Array(length),
    to: new Int32Array(length),
  };
}

function withRoom(found: Found): Found {
  const larger = roomFor(found.ids.length * 2);
  larger.length = found.length;
  larger.ids.set(found.ids);
  larger.idEnds.set(found.idEnds);
  larger.timestamps.set(found.timestamps);
  larger.from.set(found.from);
  larger.to.set(found.to);
  return larger;
}
