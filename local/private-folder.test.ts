import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCloud } from './cloud.ts';
import { admin } from './kernel/caller.ts';
import { closeToOthers } from './private-folder.ts';

let folder: string;
let state: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'private-'));
  state = join(folder, 'lake');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What anybody but the owner may open, or come into. */
function open(path: string): string[] {
  const stat = lstatSync(path);
  const below = stat.isDirectory() ? readdirSync(path).flatMap((name) => open(join(path, name))) : [];
  return (stat.mode & 0o077) === 0 || stat.isSymbolicLink()
    ? below
    : [`${path} ${(stat.mode & 0o777).toString(8)}`, ...below];
}

const role = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

test('the state of a cloud is its owner’s alone: objects, secrets, code, tables, results, logs', async () => {
  const running = await startCloud({ stateDir: state, port: 0 });
  const { cloud } = running;
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from('export const handler = async () => "ran";'));
  try {
    await cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'bucket' });
    await cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key: 'a/b.txt', Body: 'text' });
    await cloud.call(admin, 'secretsmanager', 'CreateSecret', { Name: 's', SecretString: 'secret' });
    await cloud.call(admin, 'iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(role) });
    await cloud.call(admin, 'lambda', 'CreateFunction', {
      FunctionName: 'f',
      Role: 'arn:aws:iam::000000000000:role/r',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip.toBuffer() },
    });
    await cloud.call(admin, 'lambda', 'Invoke', { FunctionName: 'f' });
    await cloud.call(admin, 'kinesis', 'CreateStream', { StreamName: 'k', ShardCount: 1 });
    await cloud.call(admin, 'kinesis', 'PutRecord', { StreamName: 'k', PartitionKey: 'p', Data: Buffer.from('d') });
    await cloud.call(admin, 'dynamodb', 'CreateTable', {
      TableName: 'table',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
    });
    const { QueryExecutionId } = await cloud.call(admin, 'athena', 'StartQueryExecution', {
      QueryString: 'SELECT 1',
      ResultConfiguration: { OutputLocation: 's3://bucket/results/' },
    });
    for (let state = ''; state !== 'SUCCEEDED'; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const seen = await cloud.call(admin, 'athena', 'GetQueryExecution', { QueryExecutionId });
      state = seen.QueryExecution?.Status?.State ?? '';
      expect(state).not.toBe('FAILED');
    }
    expect(lstatSync(state).mode & 0o777).toBe(0o700);
    // Folders below the first are out of reach; LevelDB's files are set right when it is closed.
    const isOurs = (path: string) => !path.includes('/dynamodb/items/') && !path.endsWith(' 755');
    expect(open(state).filter(isOurs)).toEqual([]);
  } finally {
    await running.stop();
  }
  expect(open(state).filter((path) => !path.endsWith(' 755'))).toEqual([]);
});

test('state of an earlier version is closed when it is opened, without what links lead to', async () => {
  mkdirSync(join(state, 'secretsmanager'), { recursive: true });
  mkdirSync(join(state, 's3', 'buckets', 'b', 'objects'), { recursive: true });
  writeFileSync(join(state, 'secretsmanager', 'secrets.jsonl'), '');
  writeFileSync(join(state, 's3', 'buckets', 'b', 'objects', 'o'), 'x', { mode: 0o755 });
  writeFileSync(join(state, 'cloud.log'), '');
  writeFileSync(join(folder, 'elsewhere'), '');
  symlinkSync(join(folder, 'elsewhere'), join(state, 's3', 'link'));
  for (const path of [state, join(state, 's3')]) chmodSync(path, 0o755);
  for (const path of [join(state, 'cloud.log'), join(folder, 'elsewhere')]) chmodSync(path, 0o644);
  expect(open(state).length).toBeGreaterThan(5);
  const running = await startCloud({ stateDir: state, port: 0 });
  try {
    expect(open(state).filter((path) => !path.endsWith(' 755'))).toEqual([]);
    expect(open(join(state, 's3', 'buckets'))).toEqual([]);
    expect(lstatSync(join(folder, 'elsewhere')).mode & 0o777).toBe(0o644);
  } finally {
    await running.stop();
  }
});

test('a folder that is closed is not gone through again, but for what others write into it', () => {
  mkdirSync(join(state, 's3'), { recursive: true });
  mkdirSync(join(state, 'deploy'));
  for (const file of ['s3/o', 'deploy/log', 'cloud.log']) writeFileSync(join(state, file), '', { mode: 0o644 });
  chmodSync(state, 0o700);
  closeToOthers(state);
  expect(open(state).map((path) => path.slice(state.length))).toEqual(['/s3 755', '/s3/o 644']);
});

test('a folder that holds other things than the state stays as it is, and they do', () => {
  mkdirSync(join(state, 's3'), { recursive: true });
  for (const file of ['s3/o', 'mine.txt']) writeFileSync(join(state, file), '', { mode: 0o644 });
  chmodSync(state, 0o755);
  closeToOthers(state);
  expect(open(state).map((path) => path.slice(state.length))).toEqual([' 755', '/mine.txt 644']);
});
