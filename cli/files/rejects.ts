import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';

/** What could not be used of a file. */
const rejected = z.object({
  source_key: z.string(),
  range_offset: z.number(),
  range_end: z.number(),
  reason: z.string(),
  detail: z.string(),
});
export type Rejected = z.infer<typeof rejected>;

/** The bytes themselves come last in each line, and may be many. */
const readBytes = 256 * 1024;

/** The first `most` of the rejects that lie under these keys of the lake bucket. */
export async function readRejects(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  { keys, most }: { readonly keys: readonly string[]; readonly most: number },
): Promise<readonly Rejected[]> {
  const found: Rejected[] = [];
  for (const key of keys) {
    if (found.length >= most) break;
    const range = `bytes=0-${readBytes - 1}`;
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
    found.push(...parseRejects((await body?.transformToString()) ?? ''));
  }
  return found.slice(0, most);
}

/** Reads lines of rejects, the last of which may be cut within its bytes. */
export function parseRejects(text: string): readonly Rejected[] {
  return text.split('\n').flatMap((line) => {
    const end = line.indexOf(',"bytes":"');
    return end < 0 ? [] : [rejected.parse(JSON.parse(`${line.slice(0, end)}}`))];
  });
}
