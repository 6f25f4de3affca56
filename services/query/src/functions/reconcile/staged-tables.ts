import { DeleteTableCommand, EntityNotFoundException, type GlueClient } from '@aws-sdk/client-glue';
import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

export type StagedPlace = { readonly bucket: string; readonly database: string };

const folder = 'iceberg/';

/** The folders of Iceberg tables, by name. */
export function createListFolders(client: S3Client, { bucket }: StagedPlace) {
  return async function listFolders(): Promise<readonly string[]> {
    const names: string[] = [];
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: folder, Delimiter: '/' });
    for await (const { CommonPrefixes = [] } of pages)
      names.push(...CommonPrefixes.map(({ Prefix = '' }) => Prefix.slice(folder.length, -1)));
    return names;
  };
}

/** Out of the catalog first: what nobody can find nobody reads half of. */
export function createRemoveTable(glue: Pick<GlueClient, 'send'>, client: S3Client, { bucket, database }: StagedPlace) {
  return async function removeTable(table: string): Promise<void> {
    await glue.send(new DeleteTableCommand({ DatabaseName: database, Name: table })).catch((error: unknown) => {
      if (!(error instanceof EntityNotFoundException)) throw error;
    });
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: `${folder}${table}/` });
    for await (const { Contents = [] } of pages) {
      const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
      if (Objects.length === 0) continue;
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = Errors;
      if (first !== undefined) throw new Error(`S3 did not delete ${first.Key}: ${first.Code}`);
    }
  };
}
