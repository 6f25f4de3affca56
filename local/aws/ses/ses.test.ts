import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { admin } from '../../kernel/caller.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'ses-'));
const outbox = join(stateDir, 'outbox');
let running: RunningCloud;
let client: SESv2Client;

beforeAll(async () => {
  running = await startCloud({ stateDir, port: 0 });
  client = clientOf('test', 'test');
});
afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

function clientOf(accessKeyId: string, secretAccessKey: string, sessionToken?: string): SESv2Client {
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return new SESv2Client({ endpoint: running.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
}

const mail = (headers: string, body = 'Hello') => Buffer.from(`${headers}\r\n\r\n${body}\r\n`);
const usual = 'From: Lake <lake@example.com>\r\nTo: Ada <ada@example.com>,\r\n grace@example.com\r\nSubject: Numbers';
const send = (Data: Uint8Array, more: Partial<SendEmailCommandInput> = {}, by = client) =>
  by.send(new SendEmailCommand({ Content: { Raw: { Data } }, ...more }));

const kept = () => readdirSync(outbox).toSorted();

test('a mail lies in the outbox, byte by byte, as a file that its owner alone reads', async () => {
  const message = mail(usual, 'Größe: 1 €');
  const { MessageId } = await send(message);
  const [file = ''] = kept();
  expect(kept()).toEqual([expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d.-]+Z-${MessageId}\\.eml$`))]);
  expect(readFileSync(join(outbox, file))).toEqual(message);
  expect(statSync(join(outbox, file)).mode & 0o777).toBe(0o600);
});

test('the same again is another mail', async () => {
  const before = kept().length;
  const ids = [(await send(mail(usual))).MessageId, (await send(mail(usual))).MessageId];
  expect(new Set(ids).size).toBe(2);
  expect(kept()).toHaveLength(before + 2);
});

const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}@example.com`);
const raw = (message: Uint8Array, more: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  Content: { Raw: { Data: message } },
  ...more,
});

describe('SES refuses', () => {
  test.each<readonly [string, SendEmailCommandInput, string, string]>([
    ['no content', { Content: {} }, 'BadRequestException', 'no Raw'],
    ['headers without a body', raw(Buffer.from('From: a@b.ie')), 'BadRequestException', 'empty line'],
    ['a line that is no header', raw(mail(`${usual}\r\nno header`)), 'BadRequestException', 'no header'],
    ['nobody who sends', raw(mail('To: ada@example.com')), 'BadRequestException', "'From'"],
    [
      'two who send',
      raw(mail('From: a@example.com, b@example.com\r\nTo: c@example.com')),
      'BadRequestException',
      "'From'",
    ],
    ['nobody who gets it', raw(mail('From: a@example.com')), 'BadRequestException', 'no recipients'],
    ['what is no address', raw(mail('From: a@example.com\r\nTo: ada')), 'BadRequestException', 'Illegal address: ada'],
    [
      'letters beyond ASCII before the @',
      raw(mail(usual), { FromEmailAddress: 'é@example.com' }),
      'BadRequestException',
      'Illegal',
    ],
    [
      '51 who get it',
      raw(mail(usual), { Destination: { ToAddresses: many(49), BccAddresses: many(2) } }),
      'BadRequestException',
      'exceeds 50',
    ],
    [
      'more than 40 MB',
      raw(mail(usual, 'x'.repeat(40 * 1_024 * 1_024))),
      'BadRequestException',
      'more than 41943040 bytes',
    ],
    [
      'what it does not do: a configuration set',
      raw(mail(usual), { ConfigurationSetName: 'c' }),
      'NotImplemented',
      'ConfigurationSetName',
    ],
    [
      'what it does not do: a mail in parts',
      {
        FromEmailAddress: 'a@example.com',
        Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
      },
      'NotImplemented',
      'Simple',
    ],
  ])('%s', async (_, input, name, message) => {
    const before = kept().length;
    await expect(client.send(new SendEmailCommand(input))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(kept()).toHaveLength(before);
  });

  test('takes as many as SES does', async () => {
    await send(mail(usual), { Destination: { ToAddresses: many(25), CcAddresses: many(25) } });
  });
});

test('who may send as one address may not as another, and as whom is what the call says, then the header', async () => {
  const call = running.cloud.call;
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  await call(admin, 'iam', 'CreateRole', { RoleName: 'sender', AssumeRolePolicyDocument: document(trust) });
  const allowed = {
    Effect: 'Allow',
    Action: 'ses:SendRawEmail',
    Resource: 'arn:aws:ses:eu-west-1:000000000000:identity/*',
    Condition: {
      StringEquals: { 'ses:FromAddress': 'lake@example.com' },
      'ForAllValues:StringEquals': { 'ses:Recipients': ['ada@example.com', 'grace@example.com'] },
    },
  };
  await call(admin, 'iam', 'PutRolePolicy', { RoleName: 'sender', PolicyName: 'p', PolicyDocument: document(allowed) });
  const RoleArn = 'arn:aws:iam::000000000000:role/sender';
  const { Credentials } = await call(admin, 'sts', 'AssumeRole', { RoleArn, RoleSessionName: 'mail' });
  const by = clientOf(Credentials?.AccessKeyId ?? '', Credentials?.SecretAccessKey ?? '', Credentials?.SessionToken);
  await send(mail(usual), {}, by);
  const refused = { name: 'AccessDeniedException', message: expect.stringContaining('ses:SendRawEmail') };
  await expect(send(mail(usual), { FromEmailAddress: 'boss@example.com' }, by)).rejects.toMatchObject(refused);
  await expect(send(mail(usual.replace('lake@', 'boss@')), {}, by)).rejects.toMatchObject(refused);
  await expect(send(mail(usual), { Destination: { ToAddresses: ['eve@example.org'] } }, by)).rejects.toMatchObject(
    refused,
  );
});
