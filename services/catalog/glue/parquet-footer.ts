import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { type HiveColumn, hiveColumnsOf } from './hive-type.ts';

// One request reads the footer of nearly every file; a longer footer takes a second one.
const firstReadBytes = 65_536;

export type LakeObject = {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly versionId?: string;
};

export type Footer = {
  readonly columns: readonly HiveColumn[];
  readonly rows?: number;
  /** What else it says. */
  readonly metadata?: Readonly<Record<string, string>>;
};

export type ReadFooter = (object: LakeObject) => Promise<Footer>;

/** Whether an object is gone by now. Who may not list its bucket is told another error. */
export function isGone(error: unknown): boolean {
  return error instanceof NoSuchKey;
}

/** The columns and the number of rows of a Parquet object, from its footer alone. */
export function createReadFooter(client: Pick<S3Client, 'send'>): ReadFooter {
  return async function readFooter({ bucket, key, size, versionId }) {
    const file = {
      byteLength: size,
      async slice(start: number, end = size): Promise<ArrayBuffer> {
        const { Body: body } = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: key,
            Range: `bytes=${start}-${end - 1}`,
            ...(versionId === undefined ? {} : { VersionId: versionId }),
          }),
        );
        const bytes = await body?.transformToByteArray();
        return Uint8Array.from(bytes ?? []).buffer;
      },
    };
    const metadata = await parquetMetadataAsync(file, { initialFetchSize: firstReadBytes });
    const said = (metadata.key_value_metadata ?? []).map(({ key: name, value = '' }) => [name, value] as const);
    return {
      columns: hiveColumnsOf(parquetSchema(metadata)),
      rows: Number(metadata.num_rows),
      metadata: Object.fromEntries(said),
    };
  };
}
