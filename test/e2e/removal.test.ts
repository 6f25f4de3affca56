import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { deploy, takeTurn } from '@tributary/cli/deploy.ts';
import { type ServiceName, serviceNames } from '@tributary/cli/service-names.ts';
import { localRegion } from '@tributary/cli/target.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLake, type TestLake } from '../harness/lake.ts';

const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

let lake: TestLake;
beforeAll(async () => {
  lake = await startLake();
});
afterAll(() => lake?.dispose());

/** `serverless remove` of a service in this lake; what it said. */
async function remove(service: ServiceName): Promise<string> {
  const finish = await takeTurn(service);
  const scratch = mkdtempSync(join(tmpdir(), 'remove-'));
  const child = spawn(process.execPath, [serverless, 'remove', '--stage', 'local', '--region', localRegion], {
    cwd: fileURLToPath(new URL(`../../services/${service}`, import.meta.url)),
    env: {
      PATH: process.env.PATH,
      HOME: scratch,
      TMPDIR: scratch,
      AWS_ENDPOINT_URL: lake.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      SLS_AWS_MONITORING_FREQUENCY: '200',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  rmSync(scratch, { recursive: true, force: true });
  finish();
  const text = Buffer.concat(said).toString('utf8');
  expect(code, text).toBe(0);
  return text;
}

async function stacks(): Promise<readonly string[]> {
  const { Stacks = [] } = await lake.cloud.call(admin, 'cloudformation', 'DescribeStacks', {});
  return Stacks.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`).toSorted();
}

test('a lake that is removed leaves its data, and the next deployment takes them in again', async () => {
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  const secrets = new SecretsManagerClient(lake.client);
  const SecretId = `${lake.names.prefix}/local/broker`;
  await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key: 'raw/files/kept', Body: 'kept' }));
  await s3.send(new PutObjectCommand({ Bucket: lake.names.athenaBucket, Key: 'queries/result.csv', Body: 'gone' }));
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: '{"salt":"grown old"}' }));

  const said = new Map<ServiceName, string>();
  for (const service of serviceNames) said.set(service, await remove(service));
  expect(await stacks()).toEqual([]);
  expect(said.get('query')).toMatch(/\d objects of tributary-athena-local-000000000000 removed/);
  expect(said.get('query')).toMatch(/Stays[\s\S]*AWS::DynamoDB::Table tributary-query-jobs-local/);
  expect(said.get('ingest')).toMatch(/AWS::S3::Bucket tributary-raw-local-000000000000/);

  const logDir = join(lake.stateDir, 'deploy-again');
  const options = { endpoint: lake.endpoint, region: localRegion, logDir };
  await Promise.all(serviceNames.map((service) => deploy(service, options)));
  expect(await stacks()).toEqual(serviceNames.map((name) => `tributary-${name}-local UPDATE_COMPLETE`).toSorted());
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  expect(SecretString).toBe('{"salt":"grown old"}');
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: lake.names.rawBucket, Prefix: 'raw/files/' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['raw/files/kept']);
  expect(await lake.query('SELECT 1')).toEqual([['1']]);
}, 600_000);
