import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { hiveColumnsOf } from '../../core/hive-type.ts';
import type { ReadFooter } from './register.ts';

// One request reads the footer of nearly every file; a longer footer takes a second one.
const firstReadBytes = 65_536;

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
    return { columns: hiveColumnsOf(parquetSchema(metadata)), rows: Number(metadata.num_rows) };
  };
}
