import { type Envelope, readEnvelopes } from './envelope.ts';
import { isGzip, type Piece, walkMembers } from './members.ts';

/** One log event with the identity that CloudWatch gave it, or, in a bare line, none. */
export type LogEvent = {
  readonly message: string;
  readonly timestamp: number | null;
  /** owner, group, stream and event id, joined; for a bare line its offset and text, the same at a second delivery. */
  readonly identity: string;
};

/** What an object holds, piece by piece. `offset` and `end` are positions in the object's own bytes. */
export type ObjectPart =
  | { readonly kind: 'events'; readonly offset: number; readonly end: number; readonly events: readonly LogEvent[] }
  | { readonly kind: 'control'; readonly offset: number; readonly end: number }
  | { readonly kind: 'padding'; readonly offset: number; readonly end: number }
  | {
      readonly kind: 'rejected';
      readonly offset: number;
      readonly end: number;
      readonly reason: string;
      readonly bytes: Buffer;
    };

/** Gives what precedes the damage in a gzip member, or undefined when nothing can be had. */
export type Salvage = (member: Buffer) => Buffer | undefined;

/**
 * Reads the five shapes in which log events arrive: gzip members of envelopes, those gzipped once more, envelopes back to back,
 * one per line, and bare messages one per line. Every byte of the object is in exactly one part's range.
 */
export function* readObject(bytes: Buffer, salvage: Salvage): Generator<ObjectPart> {
  if (!isGzip(bytes)) {
    yield* readText(bytes, 0, bytes.length);
    return;
  }
  for (const piece of walkMembers(bytes)) yield* readPiece(piece, bytes, salvage);
}

function* readPiece(piece: Piece, bytes: Buffer, salvage: Salvage): Generator<ObjectPart> {
  if (piece.kind === 'padding') yield piece;
  else if (piece.kind === 'member') yield* readData(piece.data, piece.offset, piece.end, salvage);
  else yield* readDamaged(piece.offset, piece.end, piece.reason, bytes.subarray(piece.offset, piece.end), salvage);
}

function* readData(data: Buffer, offset: number, end: number, salvage: Salvage): Generator<ObjectPart> {
  if (!isGzip(data)) {
    yield* readText(data, offset, end);
    return;
  }
  for (const inner of walkMembers(data)) {
    if (inner.kind === 'member') yield* readText(inner.data, offset, end);
    if (inner.kind === 'damaged')
      yield* readDamaged(offset, end, inner.reason, data.subarray(inner.offset, inner.end), salvage);
  }
}

/** What precedes the damage is kept, the rest rejected with its bytes. */
function* readDamaged(
  offset: number,
  end: number,
  reason: string,
  bytes: Buffer,
  salvage: Salvage,
): Generator<ObjectPart> {
  const saved = salvage(bytes);
  if (saved !== undefined && saved.length > 0) yield* readSaved(saved, offset, end);
  yield { kind: 'rejected', offset, end, reason, bytes };
}

/** Whole events of an envelope that the damage has cut: those whose object is closed. */
function* readSaved(saved: Buffer, offset: number, end: number): Generator<ObjectPart> {
  const text = saved.toString('utf8');
  const header = /"owner":("[^"]*").*?"logGroup":("[^"]*").*?"logStream":("[^"]*")/s.exec(text.slice(0, 4096));
  if (header === null) return;
  const owner = [header[1], header[2], header[3]].map((quoted = '') => textOf(quoted));
  const found = text.matchAll(/\{"id":"(\d+)","timestamp":(\d+),"message":("(?:[^"\\]|\\.)*")\}/g);
  const events = [...found].flatMap(([, id = '', timestamp, quoted = '']): readonly LogEvent[] => {
    const message = textOf(quoted);
    return message === undefined
      ? []
      : [{ message, timestamp: Number(timestamp), identity: [...owner, id].join('\n') }];
  });
  yield { kind: 'events', offset, end, events };
}

/** The damage may have spoilt what stands between two quotes. */
function textOf(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}

function* readText(data: Buffer, offset: number, end: number): Generator<ObjectPart> {
  const text = data.toString('utf8');
  if (!/^\s*\{"/.test(text)) {
    yield data.includes(0)
      ? { kind: 'rejected', offset, end, reason: 'neither gzip, nor JSON, nor lines of text', bytes: data }
      : { kind: 'events', offset, end, events: readBareLines(text, offset) };
    return;
  }
  for (const outcome of readEnvelopes(text)) {
    if (outcome.kind === 'rejected')
      yield { kind: 'rejected', offset, end, reason: outcome.reason, bytes: Buffer.from(outcome.text) };
    else if (outcome.envelope.messageType === 'CONTROL_MESSAGE') yield { kind: 'control', offset, end };
    else yield { kind: 'events', offset, end, events: eventsOf(outcome.envelope) };
  }
}

function eventsOf({ owner, logGroup, logStream, logEvents }: Envelope): readonly LogEvent[] {
  return logEvents.map(({ id, timestamp, message }) => ({
    message,
    timestamp,
    identity: `${owner}\n${logGroup}\n${logStream}\n${id}`,
  }));
}

function readBareLines(text: string, offset: number): readonly LogEvent[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: line.endsWith('\r') ? line.slice(0, -1) : line, index }))
    .filter(({ line }) => line !== '')
    .map(({ line, index }) => ({ message: line, timestamp: null, identity: `${offset}\n${index}\n${line}` }));
}
