import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startCloud } from '@tributary/local/cloud.ts';
import { type Copied, copiesOf } from '@tributary/query/egress/core/copy.ts';
import { readHistory } from '@tributary/query/egress/core/history.ts';
import { createAdvance } from '@tributary/query/egress/functions/egress/advance.ts';
import { createEgress } from '@tributary/query/egress/functions/egress/egress.ts';
import { createRanWhen } from '@tributary/query/egress/functions/egress/ran-when.ts';
import { createLoad } from '@tributary/query/egress/functions/load/load.ts';
import { createLoadDatabase } from '@tributary/query/egress/loading/load-database.ts';
import { createPrepare } from '@tributary/query/egress/loading/redshift/prepare.ts';
import { createWarehouse } from '@tributary/query/egress/loading/redshift/warehouse.ts';
import { createRowFiles } from '@tributary/query/egress/loading/row-files.ts';
import { readRows } from '@tributary/query/egress/loading/rows.ts';
import { createReadSecret } from '@tributary/query/egress/loading/secret.ts';
import { createPublish } from '@tributary/query/egress/publishing/publish.ts';
import { createCopyStore } from '@tributary/query/egress/store/copy-store.ts';
import { createAthena } from '@tributary/shared/athena.ts';
import type { LakeEvent } from '@tributary/shared/events.ts';
import { createReadMetadata } from '@tributary/shared/iceberg-metadata.ts';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { openers } from './destinations.ts';

export const bucket = 'lake-bucket';

/** A local cloud without a lake in it, and egress over it, whose messages are delivered at once; `secrets` by their names. */
export async function startEgress(dataset: Copied, secrets: Readonly<Record<string, object>>) {
  const stateDir = mkdtempSync(join(tmpdir(), 'egress-'));
  const cloud = await startCloud({ stateDir, port: 0, redshiftUrl: '' });
  const given = {
    ...{ endpoint: cloud.endpoint, region: 'eu-west-1', forcePathStyle: true },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const clients = {
    athena: new AthenaClient(given),
    s3: new S3Client(given),
    dynamo: new DynamoDBClient(given),
    secrets: new SecretsManagerClient(given),
    glue: new GlueClient(given),
    redshift: new RedshiftDataClient(given),
  };
  await prepare(clients, secrets);
  const athena = createAthena(clients.athena);
  const messages: { readonly to: 'egress' | 'load'; readonly body: unknown }[] = [];
  const sent: LakeEvent[] = [];
  const readMetadata = createReadMetadata(clients.glue, clients.s3);
  const files = createRowFiles(clients.s3);
  const wake = async (advance: string) => {
    messages.push({ to: 'egress', body: { advance } });
  };
  const common = {
    copies: copiesOf([dataset]),
    store: createCopyStore(createJobsTable(clients.dynamo, 'jobs')),
    ...{ wake, now: Date.now, count: () => undefined, countBy: () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  let runs = 0;
  const advance = createAdvance({
    ...common,
    athena,
    warehouse: createWarehouse({
      client: clients.redshift,
      prepare: createPrepare(clients.s3, ''),
      workGroup: 'egress',
    }),
    names: { database: 'lake', workGroup: 'egress' },
    places: { results: `s3://${bucket}/results/`, lake: `s3://${bucket}/egress/`, other: 's3://none/' },
    async historyOf(table) {
      const file = await readMetadata('lake', table);
      return file && readHistory(file.toString('utf8'));
    },
    publish: createPublish(clients.s3),
    async askToLoad(load, run) {
      messages.push({ to: 'load', body: { load, run } });
    },
    async sendEvents(events) {
      sent.push(...events);
    },
    maxMs: { unload: 60_000, load: 60_000 },
    newId: () => {
      runs += 1;
      return `run-${runs}`;
    },
    chance: () => 0,
  });
  const egress = createEgress({ ...common, database: 'lake', advance, ranWhen: createRanWhen(clients.athena) });
  const load = createLoad({
    ...common,
    readSecret: createReadSecret(clients.secrets),
    readRows: (location, columns) => readRows(files, location, columns),
    loadDatabase: createLoadDatabase({ open: openers }),
  });
  const run = (sql: string) => runStatement(clients.athena, sql);
  /** Delivers what waits, and goes on until all copies are at rest. */
  const settle = async (): Promise<void> => {
    const isAtRest = async ({ id }: (typeof common.copies)[number]) =>
      (await common.store.read(id)).state.run === undefined;
    const deliver = async () => {
      for (const { to, body } of messages.splice(0)) await (to === 'egress' ? egress : load)({ body });
      return messages.length === 0 && (await Promise.all(common.copies.map(isAtRest))).every(Boolean);
    };
    for (let turn = 0; !(await deliver()); turn += 1) {
      if (turn === 200) throw new Error('The copies do not come to rest');
      await new Promise((resolve) => setTimeout(resolve, 50));
      await egress({ body: { reconcile: true } });
    }
  };
  /** Runs a statement of the dataset, tells of it, and waits until it has been copied. */
  const publish = async (sql: string, partitions: readonly string[]): Promise<void> => {
    const queryExecutionId = await run(sql);
    const detail = {
      version: '1',
      database: 'lake',
      table: dataset.table,
      cause: 'rows',
      queryExecutionId,
      partitions,
    };
    await egress({ body: { id: 'e', source: 'tributary.query', 'detail-type': 'Table Updated', detail } });
    await settle();
  };
  const stop = async () => {
    await cloud.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return { ...clients, sent, run, publish, settle, stop, store: common.store };
}

/** Runs a statement to its end; gives its id. */
async function runStatement(client: AthenaClient, sql: string): Promise<string> {
  const { QueryExecutionId: id = '' } = await client.send(
    new StartQueryExecutionCommand({
      ...{ QueryString: sql, QueryExecutionContext: { Database: 'lake' } },
      ResultConfiguration: { OutputLocation: `s3://${bucket}/queries/` },
    }),
  );
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return id;
    if (State === 'FAILED') throw new Error(StateChangeReason);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Clients = {
  readonly athena: AthenaClient;
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
};

async function prepare(
  { athena, s3, dynamo, secrets }: Clients,
  given: Readonly<Record<string, object>>,
): Promise<void> {
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  const ResultConfiguration = { OutputLocation: `s3://${bucket}/queries/` };
  await athena.send(new CreateWorkGroupCommand({ Name: 'egress', Configuration: { ResultConfiguration } }));
  await dynamo.send(
    new CreateTableCommand({
      TableName: 'jobs',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  for (const [Name, secret] of Object.entries(given))
    await secrets.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(secret) }));
}
