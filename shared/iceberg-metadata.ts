import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** Reads what lies at `s3://bucket/key`; undefined where there is nothing (any more). */
export function createReadFile(s3: Pick<S3Client, 'send'>) {
  return async function readFile(uri: string): Promise<Buffer | undefined> {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (Bucket === undefined || Key === undefined) return undefined;
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
}

/** Reads the present metadata file of an Iceberg table, which Glue names; undefined where there is none, or it has just been replaced. */
export function createReadMetadata(glue: Pick<GlueClient, 'send'>, s3: Pick<S3Client, 'send'>) {
  const readFile = createReadFile(s3);
  return async function readMetadata(database: string, table: string): Promise<Buffer | undefined> {
    try {
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: table }));
      const location = Table?.Parameters?.metadata_location;
      return location === undefined ? undefined : await readFile(location);
    } catch (error) {
      if (error instanceof EntityNotFoundException) return undefined;
      throw error;
    }
  };
}
