import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { jsonPathsFileOf, jsonPathsOf } from '../../core/redshift/copy-sql.ts';
import { createRowFiles, placeOf } from '../row-files.ts';
import type { WarehouseDeps } from './warehouse.ts';

/** Looks whether a run has files, and writes the JSONPaths file for those of JSON; `role` is who reads them, '' for Redshift's default. */
export function createPrepare(client: Pick<S3Client, 'send'>, role: string): WarehouseDeps['prepare'] {
  const files = createRowFiles(client);
  return async function prepare({ copy, run }) {
    const jsonPaths = jsonPathsFileOf(run.location);
    if (copy.destination.format === 'json')
      await client.send(
        new PutObjectCommand({
          ...placeOf(jsonPaths),
          Body: jsonPathsOf(copy.columns),
          ContentType: 'application/json',
        }),
      );
    const isEmpty = (await files.list(run.location)).length === 0;
    return { isEmpty, jsonPaths, ...(role === '' ? {} : { role }) };
  };
}
