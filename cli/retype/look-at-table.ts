import { AthenaClient } from '@aws-sdk/client-athena';
import { ListObjectsV2Command, type ListObjectsV2Output } from '@aws-sdk/client-s3';
import { createStates } from '@tributary/catalog/files/retyping/state.ts';
import { generationOf } from '@tributary/catalog/glue/files-table.ts';
import { createGlueTables } from '@tributary/catalog/glue/glue-tables.ts';
import { createLakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import { createAsk } from '../athena.ts';
import type { FilesLake } from '../files/files-lake.ts';
import type { Counted } from './changes.ts';
import type { RetypeSeen } from './follow-retype.ts';

/** A table while it is made again. */
export function createLookAt({ s3, glue, names }: FilesLake, table: string): () => Promise<RetypeSeen> {
  const { findTable } = createGlueTables(glue);
  const states = createStates(createLakeObjects(s3, names.lakeBucket));
  return async () => {
    const [state, found] = await Promise.all([states.read(table), findTable(names.lakeDatabase, table)]);
    const shown = (found && generationOf(found.parameters)) ?? 1;
    const making = state?.generation ?? 1;
    const prefix = `file-receipts/${table}/${making}/`;
    return {
      making,
      shown,
      isView: found?.isView === true,
      receipts:
        making > shown ? await countObjects(s3, { bucket: names.lakeBucket, prefix }) : { count: 0, isCut: false },
    };
  };
}

const mostPages = 5;

async function countObjects(
  s3: FilesLake['s3'],
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): Promise<RetypeSeen['receipts']> {
  let count = 0;
  let page: ListObjectsV2Output = {};
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { NextContinuationToken: ContinuationToken } = page;
    page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }));
    count += page.Contents?.length ?? 0;
    if (page.NextContinuationToken === undefined) return { count, isCut: false };
  }
  return { count, isCut: true };
}

/** Counts rows and rescued values by one column, which is nearly empty; null where Athena cannot say. */
export async function countRescued({ target, names }: FilesLake, table: string): Promise<Counted> {
  const sql = `SELECT count(*), coalesce(sum(cardinality(_rescued_data)), 0) FROM "${table}"`;
  try {
    const { rows } = await createAsk(new AthenaClient(target.client))({
      sql,
      database: names.lakeDatabase,
      workGroup: names.workGroup,
    });
    const [count, rescued] = (rows[0] ?? []).map(Number);
    return count === undefined || rescued === undefined ? null : { rows: count, rescued };
  } catch (error) {
    if (error instanceof Error && error.name === 'QueryFailedError') return null;
    throw error;
  }
}
