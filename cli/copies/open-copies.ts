import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readHistory } from '@tributary/query/egress/core/history.ts';
import { createCopyStore } from '@tributary/query/egress/store/copy-store.ts';
import { createReadMetadata } from '@tributary/shared/iceberg-metadata.ts';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { atOnce } from '../files/at-once.ts';
import type { DeclaredCopy } from '../jobs/declared.ts';
import { giveOrder } from '../jobs/give-order.ts';
import { NotDeployedError, placeOf } from '../jobs/place.ts';
import { namesOf, type Target } from '../target.ts';
import { type CopyLook, type CopyReader, readCopy } from './look.ts';
import type { CopyDesk } from './retry-copy.ts';

async function openReader(target: Target): Promise<CopyReader> {
  const { stage, client } = target;
  const { prefix, lakeDatabase } = await namesOf(target);
  const place = placeOf('query', { prefix, stage });
  const store = createCopyStore(createJobsTable(new DynamoDBClient(client), place.table));
  const s3 = new S3Client({ ...client, forcePathStyle: client.endpoint !== undefined });
  const readMetadata = createReadMetadata(new GlueClient(client), s3);
  return {
    notes: store.notes,
    async read(id) {
      return store.read(id).catch((error: unknown) => {
        throw error instanceof ResourceNotFoundException ? new NotDeployedError(place, `table ${place.table}`) : error;
      });
    },
    async historyOf(table) {
      const file = await readMetadata(lakeDatabase, table);
      return file && readHistory(file.toString('utf8'));
    },
  };
}

const looksAtOnce = 4;

/** How copies stand; of a lake without services/query nothing is asked. Throws NotDeployedError where that was not known. */
export async function lookAtCopies(
  copies: readonly DeclaredCopy[],
  target: Target,
  missing: readonly NotDeployedError[] = [],
): Promise<readonly CopyLook[]> {
  if (copies.length === 0 || missing.some(({ service }) => service === 'query')) return [];
  const reader = await openReader(target);
  return atOnce(looksAtOnce, copies, (copy) => readCopy(reader, copy, Date.now()));
}

/** `queue`: the name of that to which orders go. */
export async function openCopyDesk(copy: DeclaredCopy, target: Target): Promise<CopyDesk & { readonly queue: string }> {
  const { stage, client } = target;
  const { prefix } = await namesOf(target);
  const reader = await openReader(target);
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const place = { ...placeOf('query', { prefix, stage }), queue: `${prefix}-query-${stage}-egress` };
  return {
    queue: place.queue,
    look: () => readCopy(reader, copy, Date.now()),
    order: (order) => giveOrder(sqs, place, order),
  };
}
