import { readFileSync } from 'node:fs';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { createLakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import * as z from 'zod';
import { createGluePartitionLists } from '../../glue/glue-partition-lists.ts';
import { createGlueTables } from '../../glue/glue-tables.ts';
import { createReadFooter } from '../../glue/parquet-footer.ts';
import { readDeclarations } from '../core/declaration/read-declarations.ts';

/** What all functions of files read from their environment. */
export const catalogEnvironment = z.object({ LAKE_BUCKET: z.string().min(3), LAKE_DATABASE: z.string().min(1) });

/** And those that write rows. */
export const filesEnvironment = catalogEnvironment.extend({
  EVENT_BUS: z.string().min(1),
  REJECTED_PREFIX: z.string().endsWith('/'),
  /** Empty where there are no analysts. */
  SENSITIVE_TAG: z.string(),
});

/** What functions of files ask of S3 and of Glue; tables.yml lies beside the bundle. */
export function wireCatalog({ LAKE_BUCKET: lakeBucket }: z.infer<typeof catalogEnvironment>) {
  const s3 = new S3Client({});
  const client = new GlueClient({});
  return {
    s3,
    glue: createGlueTables(client),
    partitions: createGluePartitionLists(client),
    readFooter: createReadFooter(s3),
    lake: createLakeObjects(s3, lakeBucket),
    declarations: readDeclarations(readFileSync(`${process.env.LAMBDA_TASK_ROOT ?? '.'}/tables.yml`, 'utf8')),
  };
}
