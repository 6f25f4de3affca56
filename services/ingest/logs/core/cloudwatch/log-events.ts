import { isUtf8 } from 'node:buffer';
import type { Envelope } from './envelope.ts';

/** Log events in order. What is asked for is made of the bytes that they came in only then: most lines are read where they lie. */
export type LogEvents = {
  readonly length: number;
  /** Epoch milliseconds; null of a bare line. */
  readonly timestampOf: (index: number) => number | null;
  /** Whose ids they are: owner, log group and log stream; null of bare lines. */
  readonly stream: string | null;
  /** What CloudWatch called the event, or, of a bare line, its place and text: the same at a second delivery. */
  readonly idOf: (index: number) => string;
  /** Where the ids lie; null where that is not known. */
  readonly ids: IdSpans | null;
  readonly messageOf: (index: number) => Message;
  /** Where the messages lie; null where that is not known. */
  readonly spans: MessageSpans | null;
};

/** `encoding`: how the text was read, so that its bytes can be had back. */
export type Message = { readonly text: string; readonly encoding: 'utf8' | 'latin1' };

/** Id `i` is the bytes [from[i], to[i]). */
export type IdSpans = { readonly view: DataView; readonly from: Int32Array; readonly to: Int32Array };

/** Message `i` is the bytes [from[i], to[i]), which are its reader's to change; `isJson`: as they stand between the quotes of a JSON string. */
type MessageSpans = {
  readonly bytes: Buffer;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly isJson: boolean;
};

/** The events of an envelope that was read as a whole. */
export function eventsOf({ owner, logGroup, logStream, logEvents }: Envelope): LogEvents {
  return {
    length: logEvents.length,
    stream: streamOf({ owner, logGroup, logStream }),
    timestampOf: (index) => logEvents[index]?.timestamp ?? null,
    idOf: (index) => logEvents[index]?.id ?? '',
    ids: null,
    messageOf: (index) => ({ text: logEvents[index]?.message ?? '', encoding: 'utf8' }),
    spans: null,
  };
}

export function streamOf({ owner, logGroup, logStream }: Omit<Envelope, 'messageType' | 'logEvents'>): string {
  return `${owner}\n${logGroup}\n${logStream}`;
}

/** A message as it stands in JSON, without its quotes. One that damage has spoilt is taken as it stands. */
export function messageOfJson(bytes: Buffer, from: number, to: number): Message {
  const raw = bytes.toString('utf8', from, to);
  try {
    return { text: String(JSON.parse(`"${raw}"`)), encoding: 'utf8' };
  } catch {
    return { text: raw, encoding: 'utf8' };
  }
}

/** Bare lines, each from `from` to `to`, where its line end begins; `placeOf` says where in the object a byte of theirs stands. */
export function eventsOfLines(
  bytes: Buffer,
  lines: readonly { readonly from: number; readonly to: number }[],
  placeOf: (index: number) => string,
): LogEvents {
  const from = Int32Array.from(lines, (line) => line.from);
  const to = Int32Array.from(lines, (line) => (bytes[line.to - 1] === carriageReturn ? line.to - 1 : line.to));
  const messageOf = (index: number): Message => decode(bytes.subarray(from[index], to[index]));
  return {
    length: lines.length,
    timestampOf: () => null,
    stream: null,
    idOf: (index) => `${placeOf(from[index] ?? 0)}\n${messageOf(index).text}`,
    ids: null,
    messageOf,
    spans: { bytes, from, to, isJson: false },
  };
}

const carriageReturn = 13;

/** UTF-8 where it can be, Latin-1 where not. */
function decode(line: Buffer): Message {
  const encoding = isUtf8(line) ? 'utf8' : 'latin1';
  return { text: line.toString(encoding), encoding };
}
