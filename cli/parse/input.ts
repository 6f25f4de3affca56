import { isLikeEnvelope, readEnvelope } from '@tributary/ingest/logs/core/cloudwatch/envelope.ts';
import { createLogTextReader, defaultMaxRecordBytes } from '@tributary/ingest/logs/core/cloudwatch/log-text.ts';
import { linesOfMessage } from '@tributary/ingest/logs/core/cloudwatch/message-lines.ts';
import { isGzip } from '@tributary/shared/objects/gzip-member.ts';
import { readObject } from '@tributary/shared/objects/read-object.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { type Line, splitLines } from '../lines.ts';
import { UsageError } from '../usage.ts';

/** A line with where it stood, or bytes that hold none. */
export type ParseInput =
  | { readonly at: { readonly line: number }; readonly text: string; readonly receivedAt: null }
  /** The how manieth log event of an object of CloudWatch Logs; received at epoch milliseconds. */
  | { readonly at: { readonly event: number }; readonly text: string; readonly receivedAt: number | null }
  | {
      readonly at: { readonly line?: number; readonly offset: number; readonly end: number };
      readonly reason: string;
    };

/** What holds log events as CloudWatch Logs has them is told by this many bytes, or by the first line. */
const headBytes = 4096;

/** Lines as they come, or, when the input begins as one does, an object as Firehose writes it. Throws UsageError where it cannot be read. */
export async function* readParseInput(input: AsyncIterable<Buffer | string>): AsyncGenerator<ParseInput> {
  try {
    const chunks = input[Symbol.asyncIterator]();
    const head = await readHead(chunks);
    const whole = async function* (): AsyncGenerator<Buffer> {
      if (head.length > 0) yield head;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
        yield Buffer.from(next.value);
    };
    yield* isGzip(head) || holdsEvents(head.toString()) ? eventsOf(whole) : linesOf(whole());
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** Envelopes and events by themselves begin with a brace, in an array behind a bracket; logs that are JSON themselves are lines. */
function holdsEvents(head: string): boolean {
  const [line = ''] = head.replace(/^[\ufeff\s]+/, '').split('\n');
  const object = line.replace(/^\[\s*/, '').trimEnd();
  if (/^\{?$/.test(object)) return line !== '';
  return (
    object.startsWith('{') &&
    (isLikeEnvelope(object) || typeof readEnvelope(object.replace(/[,\]]+$/, '')) !== 'string')
  );
}

async function readHead(chunks: AsyncIterator<Buffer | string>): Promise<Buffer> {
  const read: Buffer[] = [];
  for (let size = 0; size < headBytes; ) {
    const next = await chunks.next();
    if (next.done === true) break;
    const chunk = Buffer.from(next.value);
    read.push(chunk);
    size += chunk.length;
    // Somebody types, or a log is followed: what is a line already is not kept waiting.
    if (chunk.includes('\n')) break;
  }
  return Buffer.concat(read);
}

async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<ParseInput> {
  for await (const line of splitLines(input, { maxBytes: defaultMaxRecordBytes })) yield inputOf(line);
}

function inputOf(line: Line): ParseInput {
  if (line.kind === 'line') {
    const text = line.number === 1 ? line.text.replace(/^\ufeff/, '') : line.text;
    return { at: { line: line.number }, text, receivedAt: null };
  }
  const { number, offset, end } = line;
  return { at: { line: number, offset, end }, reason: `a line of ${end - offset} bytes is none of a log` };
}

async function* eventsOf(open: () => AsyncGenerator<Buffer>): AsyncGenerator<ParseInput> {
  const segment = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };
  let event = 0;
  for await (const part of readObject(open, { text: createLogTextReader(), salvage: createSalvage(), segment })) {
    if (part.kind === 'rejected') yield { at: { offset: part.offset, end: part.end }, reason: part.reason };
    if (part.kind !== 'records') continue;
    const { length, messageOf, timestampOf } = part.records;
    for (let index = 0; index < length; index += 1) {
      event += 1;
      const receivedAt = timestampOf(index);
      for (const text of linesOfMessage(messageOf(index).text)) yield { at: { event }, text, receivedAt };
    }
  }
}
