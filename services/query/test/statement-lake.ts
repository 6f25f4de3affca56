import { type AnyLake, rows as rowsOf, run as runSql, start } from '@tributary/local/aws/athena/testing/lake.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Athena } from '@tributary/shared/athena.ts';
import type { LakeEvent } from '@tributary/shared/events.ts';
import { createJobs, type JobsDeps } from '@tributary/shared/jobs/jobs.ts';
import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import type { Dataset } from '../src/core/dataset.ts';
import { datasetTarget } from '../src/core/dataset-target.ts';
import { createFill } from '../src/functions/reconcile/fill.ts';
import { athenaOf } from './local-athena.ts';

const databases = { lake: 'lake', raw: 'raw' };
const keep = { snapshotSeconds: 3_600, metadataFiles: 10 };

/** The local Athena, with the jobs of datasets on it as the service runs them. */
export async function startStatements(datasets: () => readonly Dataset[]) {
  const lake = await start();
  const statements = await createStatements(datasets, {
    lake,
    athena: athenaOf(lake),
    newId: () => crypto.randomUUID(),
  });
  const objects = (prefix: string) => lake.files.list('bucket', prefix).map(({ key }) => key);
  return { ...statements, lake, objects };
}

type Place = { readonly lake: AnyLake; readonly athena: Athena; readonly newId: () => string };

/** The jobs of datasets, whose statements `athena` runs; what a test itself says is run by the local Athena of `lake`, which has the bucket `bucket`. */
export async function createStatements(datasets: () => readonly Dataset[], { lake, athena, newId }: Place) {
  await runSql(lake, 'CREATE DATABASE lake');
  await runSql(lake, 'CREATE DATABASE raw');
  const store = createMemoryStore();
  const events: LakeEvent[] = [];
  const clock = { now: Date.parse('2026-11-25T00:00:00Z') };
  const glueTable = async (DatabaseName: string, Name: string) =>
    lake.cloud.call(admin, 'glue', 'GetTable', { DatabaseName, Name }).then(
      ({ Table }) => Table,
      () => undefined,
    );
  const tableExists = async (database: string, table: string) => (await glueTable(database, table)) !== undefined;
  const limits = { fillPartitions: 4_000 };
  const settings = {
    ...{ databases, lakeBucket: 'bucket', keep, everySeconds: 0, tableExists },
    ...{ optimizeAfterMs: 1e12, vacuumAfterMs: 1e12 },
  };
  const tick = () => {
    clock.now += 1;
    return clock.now;
  };
  const deps = (): JobsDeps => ({
    targets: datasets().map((dataset, _, all) => datasetTarget(dataset, { ...settings, ...limits }, all)),
    jobs: store,
    athena,
    tableExists,
    names: { database: 'lake', workGroup: 'primary' },
    wake: async () => undefined,
    sendEvents: async (sent) => void events.push(...sent),
    maxMs: 900_000,
    linkOf: (id) => `https://console/${id}`,
    measure: async () => undefined,
    now: tick,
    newId,
    chance: () => 0,
    log: { info: () => undefined, warn: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
  });
  const names = (list: readonly { readonly Name?: string | undefined }[] = []) => list.map(({ Name = '' }) => Name);
  const fill = createFill({
    chance: () => 0,
    ...{ databases, store, now: () => clock.now, log: { info: () => undefined } },
    get datasets() {
      return datasets();
    },
    getTableColumns: async (database, table) => {
      const found = await glueTable(database, table);
      return found && { columns: names(found.StorageDescriptor?.Columns), partitionKeys: names(found.PartitionKeys) };
    },
  });
  const step = async (table: string): Promise<boolean> => {
    await createJobs(deps()).goOn(table);
    const { run, executionId } = await store.state(table);
    clock.now = Math.max(clock.now, run?.notBefore ?? 0);
    if (executionId !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    return run !== undefined;
  };
  /** Goes on until nothing of the target is due or under way. */
  const settle = async (table: string): Promise<void> => {
    for (let idle = 0; idle < 3; ) idle = (await step(table)) ? 0 : idle + 1;
  };
  const add = (table: string, partitions: readonly string[], lane = 'write') =>
    store.addUnits(
      table,
      partitions.map((id) => ({ id, lane, partition: id, stamp: crypto.randomUUID(), dueAt: clock.now })),
    );
  return {
    ...{ store, events, limits, fill, settle, add },
    /** Computes partitions of a dataset, as after a change of its source. */
    async update(table: string, partitions: readonly string[]) {
      await add(table, partitions);
      await settle(table);
    },
    retry: (table: string) => createJobs(deps()).retry(table),
    /** Throws what Athena says. */
    async sql(text: string) {
      const { Status } = await runSql(lake, text);
      if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.StateChangeReason} of ${text}`);
    },
    rows: async (text: string) => (await rowsOf(lake, text)).slice(1),
    tables: async () => (await rowsOf(lake, 'SHOW TABLES IN lake')).flat(),
  };
}

export type Statements = Awaited<ReturnType<typeof startStatements>>;
