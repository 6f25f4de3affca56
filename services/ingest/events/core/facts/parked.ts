import { createHash } from 'node:crypto';
import { type ParkedPayload, parkedPayload } from '../messages/envelope.ts';
import { compactJson, membersOf } from './json-text.ts';

export type Parked = ParkedPayload['parked'];

/** A payload that S3 was to keep is not there, or is not what was put there: a fault of the data, not of S3. */
export class ParkedPayloadError extends Error {
  override readonly name = 'ParkedPayloadError';
}

/** What is read into memory at once; RabbitMQ's own limit for a message is 16 MiB. */
const maxParkedBytes = 16 * 1024 * 1024;

/** Where the payload (compact JSON text) says that it lies; undefined where it is itself the payload: only the lake's own bucket counts. */
export function parkedIn(payload: string, bucket: string): Parked | undefined {
  if (!payload.startsWith('{"parked":{') || membersOf(payload).size !== 1) return undefined;
  const read = parkedPayload.safeParse(JSON.parse(payload));
  const isOurs = read.success && read.data.parked.bucket === bucket && read.data.parked.key.startsWith('parked/');
  return isOurs ? read.data.parked : undefined;
}

/** Throws ParkedPayloadError where a payload is too large to be taken apart. */
export function checkSize({ bytes, key }: Parked): void {
  if (bytes <= maxParkedBytes) return;
  throw new ParkedPayloadError(`the payload ${key} has ${bytes} bytes; facts are made of ${maxParkedBytes} at most`);
}

/** The parked payload as compact JSON text; throws ParkedPayloadError where it is not what was parked. */
export function readParkedPayload({ key, sha256 }: Parked, body: Buffer): string {
  if (createHash('sha256').update(body).digest('hex') !== sha256) {
    throw new ParkedPayloadError(`the payload ${key} is not the one that was parked: its SHA-256 differs`);
  }
  const text = body.toString('utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    throw new ParkedPayloadError(`the payload ${key} is no JSON`, { cause: error });
  }
  return compactJson(text);
}
