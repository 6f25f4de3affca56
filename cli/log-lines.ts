import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Line, splitLines } from './lines.ts';
import { UsageError } from './usage.ts';

/** PutLogEvents: 10,000 events and 1 MiB a call, each event with 26 bytes of overhead; so a longer line is no event. */
const maxEvents = 10_000;
const maxBytes = 1_048_576;
const overheadBytes = 26;
export const maxLineBytes = maxBytes - overheadBytes;

export type LogStream = { readonly logGroupName: string; readonly logStreamName: string };

export type TooLong = Extract<Line, { readonly kind: 'too long' }>;

/**
 * The lines of a file, gunzipped when its name ends in .gz; empty lines are left out, and `onTooLong` is told of lines that are no log
 * events. Throws UsageError where it cannot be read.
 */
export async function* readLines(
  file: string,
  onTooLong: (line: TooLong) => void = () => undefined,
): AsyncGenerator<string> {
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  bytes.on('error', (error) => text.destroy(error));
  try {
    for await (const line of splitLines(text, { maxBytes: maxLineBytes })) {
      if (line.kind === 'too long') onTooLong(line);
      else if (line.text !== '') yield line.text;
    }
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** Puts lines into a log stream, made if it is not there, as the CloudWatch agent would; gives how many went in. */
export async function putLines(
  client: Pick<CloudWatchLogsClient, 'send'>,
  stream: LogStream,
  lines: AsyncIterable<string>,
  onProgress: (sent: number) => void = () => undefined,
): Promise<number> {
  await client.send(new CreateLogStreamCommand(stream)).catch((error: unknown) => {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  });
  let sent = 0;
  for await (const batch of batches(lines)) {
    const timestamp = Date.now();
    const answer = await client.send(
      new PutLogEventsCommand({ ...stream, logEvents: batch.map((message) => ({ timestamp, message })) }),
    );
    if (answer.rejectedLogEventsInfo !== undefined)
      throw new Error(`CloudWatch Logs rejected events: ${JSON.stringify(answer.rejectedLogEventsInfo)}`);
    sent += batch.length;
    onProgress(sent);
  }
  return sent;
}

async function* batches(lines: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const size = Buffer.byteLength(line) + overheadBytes;
    if (batch.length === maxEvents || bytes + size > maxBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(line);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
