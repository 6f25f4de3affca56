import { createReadStream } from 'node:fs';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { UsageError } from '../usage.ts';
import { atOnce } from './at-once.ts';
import { isThere } from './is-there.ts';
import type { PlannedFile } from './plan-files.ts';

export type PutFile = PlannedFile & { readonly versionId: string | undefined };

export type Putting = {
  readonly s3: Pick<S3Client, 'send'>;
  readonly bucket: string;
  readonly tell: (done: number) => void;
};

const filesAtOnce = 4;
const looksAtOnce = 16;

/** Throws UsageError where a key is there already: another version of it would replace the rows of the first. */
export async function refuseThere(files: readonly PlannedFile[], { s3, bucket }: Putting): Promise<void> {
  const there = await atOnce(looksAtOnce, files, async ({ key }) => isThere(s3, bucket, key));
  const taken = files.filter((_, at) => there[at]);
  const [first] = taken;
  if (first === undefined) return;
  const others = taken.length === 1 ? '' : `, and ${taken.length - 1} more of these`;
  throw new UsageError(
    `${first.key} is in the raw bucket already${others}: with --replace the rows of ${first.file} replace those of the older version; to keep both, land it under another name, or in a folder such as year=2026/month=11/day=20.`,
  );
}

/** Puts files into the raw bucket, several at once. */
export async function putFiles(
  files: readonly PlannedFile[],
  { s3, bucket, tell }: Putting,
): Promise<readonly PutFile[]> {
  let done = 0;
  return atOnce(filesAtOnce, files, async (planned) => {
    const { file, key, size } = planned;
    const Body = createReadStream(file);
    const { VersionId: versionId } = await s3
      .send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentLength: size }))
      .catch((error: unknown) => {
        throw error instanceof Error && error.name === 'NoSuchBucket' ? noBucket(bucket) : error;
      });
    done += 1;
    tell(done);
    return { ...planned, versionId };
  });
}

function noBucket(name: string): Error {
  return new Error(`There is no bucket ${name}: deploy services/ingest first (npm start does so on this machine).`);
}
