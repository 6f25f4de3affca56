import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { expect, test } from 'vitest';
import { startCloud } from '../../../cloud.ts';
import { admin } from '../../../kernel/caller.ts';

const statement = (fields: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...fields } });

/** A function that reads the queue `work`; gives the mapping's id. */
async function map(cloud: Awaited<ReturnType<typeof startCloud>>['cloud']): Promise<string> {
  const { QueueUrl } = await cloud.call(admin, 'sqs', 'CreateQueue', { QueueName: 'work' });
  expect(QueueUrl).toContain('work');
  const AssumeRolePolicyDocument = statement({
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
  await cloud.call(admin, 'iam', 'CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument });
  const Action = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  const PolicyDocument = statement({ Action, Resource: '*' });
  await cloud.call(admin, 'iam', 'PutRolePolicy', { RoleName: 'reader', PolicyName: 'own', PolicyDocument });
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from('export const handler = async () => {};'));
  const Role = `arn:aws:iam::${cloud.account}:role/reader`;
  const code = { Code: { ZipFile: zip.toBuffer() }, Handler: 'index.handler', Runtime: 'nodejs24.x' } as const;
  await cloud.call(admin, 'lambda', 'CreateFunction', { FunctionName: 'reads', Role, ...code });
  const EventSourceArn = `arn:aws:sqs:${cloud.region}:${cloud.account}:work`;
  const of = { FunctionName: 'reads', EventSourceArn };
  return (await cloud.call(admin, 'lambda', 'CreateEventSourceMapping', of)).UUID ?? '';
}

test('a cloud that stops while a deleted mapping still waits for its queue does not wait for it', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'mapping-'));
  const said: string[] = [];
  const running = await startCloud({ stateDir, port: 0, log: (_, message) => said.push(message) });
  const UUID = await map(running.cloud);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await running.cloud.call(admin, 'lambda', 'DeleteEventSourceMapping', { UUID });
  await running.stop();
  expect(said.filter((message) => message.includes('left behind'))).toEqual([]);
  rmSync(stateDir, { recursive: true, force: true });
});
