import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { maxWholeMemberBytes } from '@tributary/shared/objects/gzip-member.ts';
import { hourFolder } from '@tributary/shared/partitions.ts';
import * as z from 'zod';
import { readEnvelope } from '../../core/cloudwatch/envelope.ts';
import type { ParseRequest, ParseResult } from '../../parsing/parse-logs.ts';

/** What CloudWatch Logs calls a function with: base64 of one gzip member, one envelope. */
const eventSchema = z.object({ awslogs: z.object({ data: z.base64().min(1) }) });

export type ParseDirectDeps = {
  readonly parseLogs: (request: ParseRequest) => Promise<ParseResult>;
  /** Writes an object of the raw bucket, whole or not at all. */
  readonly writeRaw: (key: string, body: Buffer, contentType: string) => Promise<void>;
  readonly rawBucket: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/**
 * Keeps what CloudWatch Logs sent under raw/logs/haproxy-direct/, untouched, and parses it as parse-logs would. The key is made of the
 * content, so that a repeated call writes the same objects again. Throws a ZodError when the event is no `awslogs` event.
 */
export function createParseDirect({ parseLogs, writeRaw, rawBucket, now }: ParseDirectDeps) {
  return async function parseDirect(event: unknown, remainingMs: () => number): Promise<ParseResult> {
    const bytes = Buffer.from(eventSchema.parse(event).awslogs.data, 'base64');
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    const key = `raw/logs/haproxy-direct/${hourFolder(new Date(timeOf(bytes) ?? now()))}/${name}.gz`;
    await writeRaw(key, bytes, 'application/gzip');
    return parseLogs({
      source: { bucket: rawBucket, key },
      // The key says what the content is: no version has another.
      object: {
        versionId: undefined,
        which: name,
        modifiedAt: now(),
        readRange: async (offset, length) => ({ bytes: bytes.subarray(offset, offset + length), size: bytes.length }),
        otherVersions: async () => [],
      },
      remainingMs,
    });
  };
}

/** When the newest log event came in (epoch ms); undefined where the bytes do not say. */
function timeOf(bytes: Buffer): number | undefined {
  const envelope = readEnvelope(textOf(bytes));
  const newest = typeof envelope === 'string' ? undefined : envelope.logEvents.at(-1)?.timestamp;
  return newest !== undefined && Number.isSafeInteger(newest) && Math.abs(newest) < 8.64e15 ? newest : undefined;
}

function textOf(bytes: Buffer): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxWholeMemberBytes }).toString('utf8');
  } catch {
    return '';
  }
}
