import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import { createGluePartitions } from '@tributary/catalog/glue/glue-partitions.ts';
import { createGlueTables } from '@tributary/catalog/glue/glue-tables.ts';
import { createRegister } from '@tributary/catalog/tables/functions/register/register.ts';
import { localClient } from '@tributary/cli/target.ts';
import { startCloud } from '@tributary/local/cloud.ts';
import { cpuSeconds } from './cpu-seconds.ts';

const partitions = 20_000;
const objects = 10;
const lot = 500;

/** What registering an object takes while its table grows to many partitions and objects: the CPU time of register and of the local Glue, by lots. */
export async function registerBenchmark(): Promise<void> {
  const stateDir = mkdtempSync(join(tmpdir(), 'bench-register-'));
  const cloud = await startCloud({ stateDir, port: 0, log: () => undefined });
  const client = new GlueClient(localClient(cloud.endpoint));
  await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'lake' } }));
  const columns = Array.from({ length: 40 }, (_, at) => ({ name: `column_${at}`, type: 'string' }));
  const register = createRegister({
    ...createGlueTables(client),
    ...createGluePartitions(client),
    databases: { raw: 'raw', lake: 'lake' },
    declared: {},
    readFooter: async () => ({ columns, rows: 1 }),
    readJson: async () => undefined,
    sendEvents: async () => undefined,
    log: { info: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
    now: Date.now,
  });
  const put = (partition: number, object: number) =>
    register({ body: created(`lake/t/day=${String(partition).padStart(6, '0')}/${object}.parquet`) });
  const time = async (first: number, object: number): Promise<number> => {
    const { seconds } = await cpuSeconds(async () => {
      for (let at = first; at < first + lot; at += 1) await put(at, object);
    });
    return (seconds / lot) * 1e6;
  };
  await time(partitions, 0);
  console.log(
    `\nThe CPU time of registering an object, by the table's partitions (lots of ${lot}, with the local Glue in the same process)`,
  );
  const taken: number[] = [];
  for (let first = 0; first < partitions; first += lot) {
    taken.push(await time(first, 0));
    if (first % 5000 === 0 || first + lot === partitions) tell(`${first + lot} partitions`, taken.at(-1));
  }
  console.log(
    `the last of ${partitions} partitions to the first: ${((taken.at(-1) ?? 0) / (taken[0] ?? 1)).toFixed(2)} x`,
  );
  const more: number[] = [];
  for (let object = 1; object <= objects; object += 1) more.push(await time(0, object));
  tell(`object ${1} of a partition that is there`, more[0]);
  tell(`object ${objects}`, more.at(-1));
  await cloud.stop();
  rmSync(stateDir, { recursive: true });
}

function tell(what: string, micros = 0): void {
  console.log(`${what.padEnd(40)} ${micros.toFixed(0).padStart(6)} us`);
}

function created(key: string) {
  return {
    id: key,
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'lake-bucket' }, object: { key, size: 1 } },
  };
}
