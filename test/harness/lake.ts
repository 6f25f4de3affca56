import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { type Answer, createAsk } from '@tributary/cli/athena.ts';
import { openConsole } from '@tributary/cli/console/open.ts';
import { deploy } from '@tributary/cli/deploy.ts';
import { serviceNames } from '@tributary/cli/service-names.ts';
import { localClient, localRegion } from '@tributary/cli/target.ts';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { type Names, readNames } from '@tributary/shared/names.ts';
import { oncePerRun } from './once.ts';

export type TestLake = RunningCloud & {
  readonly names: Names;
  readonly client: ReturnType<typeof localClient>;
  readonly stateDir: string;
  /** Asks the lake database; the rows are text, as Athena gives them. */
  query(sql: string): Promise<Answer['rows']>;
  /** The first 10,000 rows, unless it says otherwise. */
  ask(sql: string, maxRows?: number): Promise<Answer>;
  /** Stops the cloud and throws its state away. */
  dispose(): Promise<void>;
};

/** A local cloud of this test's own with the four services in it. They are deployed once a run, by `sls deploy`; every further lake is a copy. */
export async function startLake(): Promise<TestLake> {
  const deployed = await oncePerRun('deployed', deployInto);
  const stateDir = mkdtempSync(join(tmpdir(), 'tributary-'));
  cpSync(deployed, stateDir, { recursive: true });
  return describeLake(await startCloud({ stateDir, port: 0, log: logErrors, console: openConsole }), stateDir);
}

/** Stops the cloud and starts it again on the same state, its clock `aheadMs` ahead. */
export async function restartLake(lake: TestLake, aheadMs = 0): Promise<TestLake> {
  await lake.stop();
  return describeLake(await startCloud({ stateDir: lake.stateDir, port: 0, log: logErrors, aheadMs }), lake.stateDir);
}

function describeLake(running: RunningCloud, stateDir: string): TestLake {
  const client = localClient(running.endpoint);
  const names = readNames({ stage: 'local', account: running.cloud.account });
  const athena = createAsk(new AthenaClient(client));
  const ask = (sql: string, maxRows?: number) =>
    athena({ sql, database: names.lakeDatabase, workGroup: names.workGroup, ...(maxRows && { maxRows }) });
  return {
    ...running,
    names,
    client,
    stateDir,
    ask,
    query: async (sql) => (await ask(sql)).rows,
    dispose: async () => {
      await running.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** Deploys the four services into a cloud whose state is kept in `stateDir`. */
async function deployInto(stateDir: string): Promise<void> {
  const running = await startCloud({ stateDir, port: 0, log: logErrors });
  try {
    const options = { endpoint: running.endpoint, region: localRegion, logDir: join(stateDir, 'deploy') };
    await Promise.all(serviceNames.map((service) => deploy(service, options)));
  } finally {
    await running.stop();
  }
}

function logErrors(level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  if (level === 'error') process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
}
