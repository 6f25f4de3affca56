import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { BatchDeleteTableCommand, GlueClient, paginateGetTables } from '@aws-sdk/client-glue';
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { declaredChanges } from '@tributary/cli/declared-changes.ts';
import { readDeclared } from '@tributary/cli/jobs/declared.ts';
import { landChanges, readChangesSample } from '@tributary/cli/sample/changes.ts';
import { expectEvents, publishEvents } from '@tributary/cli/sample/events.ts';
import { feedSample } from '@tributary/cli/sample/feed.ts';
import { landFiles } from '@tributary/cli/sample/files.ts';
import { openPublisher } from '@tributary/local/aws/mq/publisher.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

/** Of each table of both databases, as `raw.events_order_placed`, its rows as texts in order. */
export type Rows = ReadonlyMap<string, readonly string[]>;

const upkeep = new Set(['optimize', 'vacuum']);
/** What has its time later than that (days of events that are not closed) is not waited for. */
const soonMs = 3_600_000;
const inBatches = <T>(all: readonly T[], size: number) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** A lake of the test's own with all of the sample in it, and what is asked of it and done to it as a whole. */
export async function startWholeLake() {
  const lake = await startLake();
  await feed(lake);

  const { prefix, lakeBucket, rawBucket, lakeDatabase, rawDatabase } = lake.names;
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  const [glue, sqs, dynamo] = [
    new GlueClient(lake.client),
    new SQSClient(lake.client),
    new DynamoDBClient(lake.client),
  ];
  const databases = { lake: lakeDatabase, raw: rawDatabase } as const;
  const targets = readDeclared();
  const jobsTables = [...new Set(targets.map(({ service }) => service))].map((of) => `${prefix}-${of}-jobs-local`);

  /** The targets that have rows to make, or are at it. */
  const busy = async (): Promise<readonly string[]> => {
    const found = await Promise.all(
      targets.map(async ({ name, service }) => {
        const store = createJobStore(dynamo, `${prefix}-${service}-jobs-local`);
        const [units, { run }] = await Promise.all([store.units(name), store.state(name)]);
        const isBusy =
          run !== undefined || units.some(({ lane, dueAt }) => !upkeep.has(lane) && dueAt < Date.now() + soonMs);
        return isBusy ? [name] : [];
      }),
    );
    return found.flat();
  };
  /** How many statements the newest thousand entries of the logs tell of, those of upkeep left out. */
  const runs = async (): Promise<number> => {
    const logs = await Promise.all(
      targets.map(({ name, service }) => createJobStore(dynamo, `${prefix}-${service}-jobs-local`).log(name, 1_000)),
    );
    return logs.flat().filter(({ lane }) => !upkeep.has(lane)).length;
  };
  /** Queues with messages. */
  const messages = async (): Promise<readonly string[]> => {
    const urls: string[] = [];
    for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { QueueNamePrefix: prefix }))
      urls.push(...QueueUrls);
    const found = await Promise.all(
      urls.map(async (QueueUrl) => {
        const { Attributes = {} } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
        );
        const { ApproximateNumberOfMessages: a, ApproximateNumberOfMessagesNotVisible: b } = Attributes;
        return Number(a) + Number(b) > 0 ? [QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)] : [];
      }),
    );
    return found.flat();
  };
  const tables = async (of: keyof typeof databases): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const { TableList = [] } of paginateGetTables({ client: glue }, { DatabaseName: databases[of] }))
      names.push(...TableList.flatMap(({ Name = '' }) => (Name.includes('__staged_') ? [] : [Name])));
    return names;
  };
  return {
    ...lake,
    s3,
    busy,
    runs,
    messages,
    /** Waits until nothing is in a queue, and no target has rows to make. */
    settled: () =>
      eventually(
        async () => [...(await messages()), ...(await busy())],
        (left) => left.length === 0,
        600_000,
      ),
    async rows(): Promise<Rows> {
      const rows = new Map<string, readonly string[]>();
      for (const of of ['raw', 'lake'] as const)
        for (const table of await tables(of)) {
          const found = await lake.ask(`SELECT * FROM "${databases[of]}"."${table}"`, 1_000_000);
          const names = found.columns.map(({ name }) => name);
          const texts = found.rows.map((row) => JSON.stringify(row.map((value, at) => [names[at], value])));
          rows.set(`${of}.${table}`, texts.toSorted());
        }
      return rows;
    },
    /** Objects of the lake's bucket, and entries of both databases, are gone. */
    async lose(): Promise<void> {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: lakeBucket }))
        await s3.send(
          new DeleteObjectsCommand({
            Bucket: lakeBucket,
            Delete: { Objects: Contents.map(({ Key }) => ({ Key })) },
          }),
        );
      for (const of of ['raw', 'lake'] as const)
        for (const names of inBatches(await tables(of), 100))
          await glue.send(new BatchDeleteTableCommand({ DatabaseName: databases[of], TablesToDelete: [...names] }));
    },
    /** What the services know of their statements is gone. */
    async forgetJobs(): Promise<void> {
      for (const TableName of jobsTables)
        for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName }))
          for (const items of inBatches(Items, 25))
            await dynamo.send(
              new BatchWriteItemCommand({
                RequestItems: {
                  [TableName]: items.flatMap(({ pk, sk }) =>
                    pk === undefined || sk === undefined ? [] : [{ DeleteRequest: { Key: { pk, sk } } }],
                  ),
                },
              }),
            );
    },
    rawKeys: async (Prefix: string) => {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: rawBucket, Prefix }))
        keys.push(...Contents.map(({ Key = '' }) => Key));
      return keys;
    },
  };
}

export type WholeLake = Awaited<ReturnType<typeof startWholeLake>>;

/** The sample's requests, messages, changes of databases and files, all in their tables. */
async function feed(lake: TestLake): Promise<void> {
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  const { haproxyLogGroup, rawBucket, rawDatabase } = lake.names;
  const lines = await feedSample(new CloudWatchLogsClient(lake.client), haproxyLogGroup, () => undefined);
  const publisher = await openPublisher({ endpoint: lake.endpoint });
  await publishEvents(publisher).finally(() => publisher.close());
  const changes = readChangesSample(declaredChanges());
  await landChanges(s3, rawBucket, changes);
  await landFiles(s3, rawBucket);
  const { byType, byEntity } = await expectEvents();
  const events = Object.values(byType).reduce((sum, count) => sum + count, 0);
  const total = async (...selects: readonly string[]) => {
    const sql = `SELECT sum(n) FROM (${selects.map((each) => `SELECT ${each}`).join(' UNION ALL ')}) AS t (n)`;
    const [row] = await lake.query(sql).catch(() => []);
    return Number(row?.[0] ?? 0);
  };
  const distinct = (names: readonly string[]) =>
    total(...names.map((name) => `count(DISTINCT event_id) FROM ${rawDatabase}.${name}`));
  const there = (look: () => Promise<number>, least: number) => eventually(look, (count) => count >= least, 300_000);
  await there(() => distinct(Object.keys(byType).map((type) => `events_${type}`)), events);
  await there(() => distinct(Object.keys(byEntity).map((entity) => `facts_${entity}`)), events);
  await there(() => total(`sum(events + repeated) FROM ${rawDatabase}.event_stats`), events);
  for (const { name, rows } of changes.tables) await there(() => total(`count(*) FROM ${name}_changes`), rows);
  await there(() => total('count(*) FROM stripe_charges', 'count(*) FROM crm_customers'), 140);
  await there(() => total('sum(records_in + records_rejected) FROM tributary_raw_local.parse_logs_receipts'), lines);
}
