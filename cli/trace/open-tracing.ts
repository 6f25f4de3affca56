import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { type FilesLake, openFilesLake } from '../files/files-lake.ts';
import type { JobsService } from '../jobs/declared.ts';
import { readLook } from '../jobs/look.ts';
import { createReader, NotDeployedError, placeOf } from '../jobs/place.ts';
import { type Queue, readQueues } from '../status/queues.ts';
import type { TargetFlags } from '../target.ts';
import { findDeadLetter } from './dead-letter.ts';
import { declaredReads } from './derived.ts';
import type { Reader } from './reader.ts';
import type { Tracing, Waits } from './trace-object.ts';

export type OpenTracing = Tracing & {
  readonly lake: FilesLake;
  /** The table whose statement Athena ran under this id, and its service. */
  readonly ownerOf: (
    executionId: string,
  ) => Promise<{ readonly target: string; readonly service: JobsService } | undefined>;
};

/** Of a log: more than a table has statements in the hours in which somebody asks. */
const most = 200;

/** Throws UsageError at declarations that cannot be read. */
export async function openTracing(flags: TargetFlags): Promise<OpenTracing> {
  const reads = declaredReads();
  const lake = await openFilesLake(flags);
  const { target, names } = lake;
  const stage = { prefix: names.prefix, stage: target.stage };
  const dynamo = new DynamoDBClient(target.client);
  const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false });
  return {
    lake,
    reads,
    look: (of) =>
      whereDeployed(() => readLook(createReader(dynamo, placeOf(of.service, stage)), of, { now: Date.now(), most })),
    waits: async (reader, key) => waitsOf(sqs, await readQueues(sqs, stage), { reader, key }),
    async ownerOf(executionId) {
      for (const service of ['query', 'enrich', 'ingest'] as const) {
        const { targetOf } = createJobStore(dynamo, placeOf(service, stage).table);
        const target = await targetOf(executionId).catch(whereNoTable);
        if (target !== undefined) return { target, service };
      }
      return undefined;
    },
  };
}

async function whereDeployed<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotDeployedError) return undefined;
    throw error;
  }
}

function whereNoTable(error: unknown): undefined {
  if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
}

async function waitsOf(
  sqs: SQSClient,
  queues: readonly Queue[],
  { reader, key }: { readonly reader: Reader; readonly key: string },
): Promise<Waits | undefined> {
  const short = reader.queue ?? 'subscription';
  const of = (name: string) => queues.find((queue) => queue.service === reader.service && queue.short === name);
  const [queue, dead] = [of(short), of(`${short}-dead`)];
  if (dead === undefined) return undefined;
  return {
    queue: queue?.name ?? '',
    waiting: queue === undefined ? 0 : queue.waiting + queue.inFlight,
    deadLetters: { queue: dead.name, messages: dead.waiting + dead.inFlight },
    dead: dead.waiting === 0 ? undefined : await findDeadLetter(sqs, dead.url, key),
  };
}
