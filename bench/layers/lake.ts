import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAsk } from '@tributary/cli/athena.ts';
import { deploy } from '@tributary/cli/deploy.ts';
import { localClient, localRegion } from '@tributary/cli/target.ts';
import { startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { readNames } from '@tributary/shared/names.ts';
import { ownDatasets } from '../../test/harness/datasets.ts';
import { hear } from './hear.ts';
import type { Shape } from './shapes.ts';

const day = '2026-11-20';

/** A local lake with these datasets in the real service, by `serverless deploy`, and a source for each shape. */
/** Lanes that make rows; a dataset that has not been filled will be. */
const ofRows: ReadonlySet<string> = new Set(['write', 'backfill', 'fill']);

export async function startLake(shapes: readonly Shape[]) {
  const stateDir = mkdtempSync(join(tmpdir(), 'bench-layers-'));
  const { cloud, endpoint, stop } = await startCloud({ stateDir, port: 0, log: () => undefined });
  const client = localClient(endpoint);
  const names = readNames({ stage: 'local', account: cloud.account });
  const athena = new AthenaClient(client);
  const askAthena = createAsk(athena);
  const ask = (sql: string) => askAthena({ sql, database: names.lakeDatabase, workGroup: names.workGroup });
  const store = createJobStore(new DynamoDBClient(client), `${names.prefix}-query-jobs-local`);
  const own = ownDatasets(
    Object.fromEntries(shapes.flatMap(({ datasets }) => datasets.map(({ name, file }) => [name, file]))),
  );

  await deploy('catalog', { endpoint, region: localRegion, logDir: join(stateDir, 'deploy') });
  await own.deploy({ endpoint });
  for (const { source } of shapes) {
    const location = `s3://${names.lakeBucket}/iceberg/${source}/`;
    await ask(
      `CREATE TABLE ${source} (day date, n bigint) PARTITIONED BY (day) LOCATION '${location}' TBLPROPERTIES ('table_type'='ICEBERG')`,
    );
    await ask(`INSERT INTO ${source} VALUES (DATE '${day}', 1)`);
  }
  const heard = await hear(cloud, names.bus);

  /** How many targets have something to do, of these. */
  async function busy({ datasets }: Shape): Promise<number> {
    const work = await Promise.all(
      datasets.map(async ({ name }) => {
        const { run, filled } = await store.state(name);
        const units = await store.units(name);
        return run !== undefined || filled === undefined || units.some(({ lane }) => ofRows.has(lane));
      }),
    );
    return work.filter(Boolean).length;
  }

  return {
    athena,
    names,
    store,
    busy,
    heard,
    async change({ source }: Shape): Promise<void> {
      await ask(`INSERT INTO ${source} VALUES (DATE '${day}', 1)`);
    },
    /** Says that the source has changed, as enrich would. */
    async tell({ source: table }: Shape): Promise<void> {
      const detail = { version: '1', database: names.lakeDatabase, table, cause: 'rows', partitions: [day] };
      const event = { Source: 'tributary.enrich', DetailType: 'Table Updated', Detail: JSON.stringify(detail) };
      await cloud.call(admin, 'events', 'PutEvents', { Entries: [{ EventBusName: names.bus, ...event }] });
    },
    async sumOf({ datasets }: Shape, table: string = datasets.at(-1)?.name ?? ''): Promise<number> {
      const { rows } = await ask(`SELECT sum(n) FROM ${table}`);
      return Number(rows[0]?.[0]);
    },
    async stop(): Promise<void> {
      heard.stop();
      athena.destroy();
      own.dispose();
      await stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export type BenchLake = Awaited<ReturnType<typeof startLake>>;
