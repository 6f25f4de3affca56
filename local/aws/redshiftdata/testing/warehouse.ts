import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescribeStatementResponse, ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { admin, type Caller } from '../../../kernel/caller.ts';
import { systemClock } from '../../../kernel/clock.ts';
import type { BusEvent } from '../../events/event.ts';
import { createIam, type Iam } from '../../iam/service.ts';
import { createSmallCloud, type SmallCloud } from '../../iam/small-cloud.ts';
import { createS3 } from '../../s3/service.ts';
import { createSecretsManager } from '../../secretsmanager/service.ts';
import type { Databases } from '../engine/session.ts';
import { createRedshiftData, openDatabases } from '../service.ts';
import { isOver } from '../store.ts';

export type Where = Pick<ExecuteStatementInput, 'WorkgroupName' | 'ClusterIdentifier' | 'Database'>;

export type Warehouse = ReturnType<typeof openWarehouse>;

type Options = {
  /** Of a real PostgreSQL, or '' for PGlite; or a double. */
  readonly databases: string | Databases;
  readonly stateDir: string;
  /** What a role that is checked has to trust; default anything does. */
  readonly checkTrust?: (iam: Iam, roleArn: string) => void;
};

/** A folder for a warehouse, and what removes it. */
export function warehouseFolder() {
  const stateDir = mkdtempSync(join(tmpdir(), 'redshift-'));
  return { stateDir, remove: () => rmSync(stateDir, { recursive: true, force: true }) };
}

/** The Redshift Data API with S3, IAM and Secrets Manager beside it, without a wire. Statements run in the workgroup `lake`, the database `dev`. */
export function openWarehouse({ databases, stateDir, checkTrust = () => undefined }: Options) {
  const local: SmallCloud = createSmallCloud({
    stateDir,
    clock: systemClock((error) => local.logged.push(String(error))),
  });
  const events: BusEvent[] = [];
  const iam = createIam(local.cloud);
  const s3 = createS3(local.cloud, { emit: () => undefined, peers: [], checkTrust: () => undefined });
  const redshift = createRedshiftData(local.cloud, {
    objects: s3.files,
    emit: (event) => events.push(event),
    checkTrust: (roleArn) => checkTrust(iam, roleArn),
    databases: typeof databases === 'string' ? openDatabases(local.cloud, databases) : databases,
  });
  local.add(iam, s3, createSecretsManager(local.cloud), redshift);
  local.enforce(iam.authorize);
  redshift.start?.();
  const where: Where = { WorkgroupName: 'lake', Database: 'dev' };

  async function ended(Id: string | undefined, caller: Caller = admin): Promise<DescribeStatementResponse> {
    for (;;) {
      const found = await local.call(caller, 'redshift-data', 'DescribeStatement', { Id });
      if (found.Status !== 'ALL' && found.Status !== undefined && isOver({ state: found.Status })) return found;
      await local.cloud.clock.wait(10);
    }
  }

  return {
    local,
    events,
    ended,
    /** Submits one statement; gives its id. */
    async submit(Sql: string, more: Partial<ExecuteStatementInput> = {}, caller: Caller = admin) {
      return (await local.call(caller, 'redshift-data', 'ExecuteStatement', { ...where, ...more, Sql })).Id ?? '';
    },
    /** One transaction, to its end. */
    async batch(...Sqls: string[]) {
      return ended((await local.call(admin, 'redshift-data', 'BatchExecuteStatement', { ...where, Sqls })).Id);
    },
    /** One statement, to its end; its rows as plain values. Throws its error. */
    async run(Sql: string, more: Partial<ExecuteStatementInput> = {}) {
      const { Id } = await local.call(admin, 'redshift-data', 'ExecuteStatement', { ...where, ...more, Sql });
      const { Status, Error: error, HasResultSet } = await ended(Id);
      if (Status !== 'FINISHED') throw new Error(error);
      if (HasResultSet !== true) return [];
      const { Records = [] } = await local.call(admin, 'redshift-data', 'GetStatementResult', { Id });
      return Records.map((fields) => fields.map((field) => (field.isNull === true ? null : Object.values(field)[0])));
    },
    async put(bucket: string, key: string, body: string | Uint8Array) {
      await local.call(admin, 's3', 'CreateBucket', { Bucket: bucket }).catch(() => undefined);
      await local.call(admin, 's3', 'PutObject', { Bucket: bucket, Key: key, Body: Buffer.from(body) });
    },
    async close() {
      await redshift.stop?.();
      local.cloud.clock.stop();
    },
  };
}
