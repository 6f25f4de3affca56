import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** Reads the present metadata file of an Iceberg table, which Glue names; undefined where there is none, or it has just been replaced. */
export function createReadMetadata(glue: Pick<GlueClient, 'send'>, s3: Pick<S3Client, 'send'>) {
  const locationOf = async (DatabaseName: string, Name: string) => {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(Table?.Parameters?.metadata_location ?? '') ?? [];
    return Bucket === undefined || Key === undefined ? undefined : { Bucket, Key };
  };
  return async function readMetadata(database: string, table: string): Promise<Buffer | undefined> {
    try {
      const location = await locationOf(database, table);
      if (location === undefined) return undefined;
      const { Body } = await s3.send(new GetObjectCommand(location));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof EntityNotFoundException || error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
}
