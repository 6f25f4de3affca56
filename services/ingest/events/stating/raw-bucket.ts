import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FactEvent } from '../core/facts/facts-of.ts';
import { checkSize, ParkedPayloadError, parkedIn, readParkedPayload } from '../core/facts/parked.ts';
import type { LineChunk } from './fact-lines.ts';

type Sends = Pick<S3Client, 'send'>;

/** The payload of an event, from the raw bucket where it is parked there; ParkedPayloadError where it is not there as it was put. */
export function createPayloadOf(s3: Sends, bucket: string) {
  return async function payloadOf({ payload }: FactEvent): Promise<string> {
    const parked = parkedIn(payload, bucket);
    if (parked === undefined) return payload;
    checkSize(parked);
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: parked.key }));
      return readParkedPayload(parked, Buffer.from((await Body?.transformToByteArray()) ?? []));
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
      throw new ParkedPayloadError(`the payload ${parked.key} is not in the raw bucket`, { cause: error });
    }
  };
}

/** Writes lines as one gzip object; only what is compressed is held in memory. */
export function createWriteOverflow(s3: Sends, bucket: string) {
  return async function writeOverflow(key: string, chunks: AsyncIterable<LineChunk>): Promise<number> {
    const packed: Buffer[] = [];
    const texts = async function* () {
      for await (const { text } of chunks) yield Buffer.from(text);
    };
    await pipeline(Readable.from(texts()), createGzip({ level: 1 }), async (gzip: AsyncIterable<Buffer>) => {
      for await (const chunk of gzip) packed.push(chunk);
    });
    const Body = Buffer.concat(packed);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/x-ndjson' }));
    return Body.length;
  };
}
