import { fstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import { envelopeStart } from '@tributary/ingest/src/core/cloudwatch/envelope.ts';
import { isGzip } from '@tributary/ingest/src/core/cloudwatch/gzip-member.ts';
import { readObject } from '@tributary/ingest/src/core/cloudwatch/read-object.ts';
import { createSalvage } from '@tributary/ingest/src/functions/parse-logs/salvage.ts';
import { splitLines } from './log-lines.ts';
import { UsageError } from './usage.ts';

/** A line with where it stood, or bytes that hold none. */
export type ParseInput =
  | { readonly at: { readonly line: number }; readonly text: string; readonly receivedAt: null }
  /** The how manieth log event of an object of CloudWatch Logs; received at epoch milliseconds. */
  | { readonly at: { readonly event: number }; readonly text: string; readonly receivedAt: number | null }
  | { readonly at: { readonly offset: number; readonly end: number }; readonly reason: string };

/** Lines as they come, or, when the input begins as one does, an object as Firehose writes it. Throws UsageError where it cannot be read. */
export async function* readParseInput(input: Readable & { readonly fd?: number }): AsyncGenerator<ParseInput> {
  // Node gives an empty stream for a folder, instead of an error.
  if (fstatSync(0).isDirectory()) throw new UsageError('standard input is a folder: lake parse < FILE');
  try {
    const chunks = input[Symbol.asyncIterator]();
    const first = await chunks.next();
    const head = first.done === true ? Buffer.alloc(0) : Buffer.from(first.value);
    const whole = async function* (): AsyncGenerator<Buffer> {
      if (head.length > 0) yield head;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
        yield Buffer.from(next.value);
    };
    const isObject = isGzip(head) || head.toString('latin1').trimStart().startsWith(envelopeStart);
    yield* isObject ? eventsOf(whole) : linesOf(Readable.from(whole()));
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

async function* linesOf(input: Readable): AsyncGenerator<ParseInput> {
  let line = 0;
  for await (const text of splitLines(input)) {
    line += 1;
    yield { at: { line }, text, receivedAt: null };
  }
}

async function* eventsOf(open: () => AsyncGenerator<Buffer>): AsyncGenerator<ParseInput> {
  const segment = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };
  let event = 0;
  for await (const part of readObject(open, { salvage: createSalvage(), segment })) {
    if (part.kind === 'rejected') yield { at: { offset: part.offset, end: part.end }, reason: part.reason };
    if (part.kind !== 'events') continue;
    const { length, messageOf, timestampOf } = part.events;
    for (let index = 0; index < length; index += 1) {
      event += 1;
      yield { at: { event }, text: messageOf(index).text, receivedAt: timestampOf(index) };
    }
  }
}
