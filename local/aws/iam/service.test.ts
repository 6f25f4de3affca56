import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { admin, type Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createIam, type Iam } from './service.ts';
import { createSmallCloud } from './small-cloud.ts';

const account = '000000000000';
const readerArn = `arn:aws:iam::${account}:role/reader`;
const reader: Caller = { kind: 'role', roleArn: readerArn, sessionName: 's1' };
const queueArn = `arn:aws:sqs:eu-west-1:${account}:jobs`;
const trust = (principal: unknown) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }] });

let folder: string;
let now: number;
let queuePolicy: unknown;
let iam: Iam;
let call: Cloud['call'];

function open(): void {
  const queues: Service = {
    name: 'sqs',
    operations: [],
    resourcePolicy: (arn) => (arn === queueArn ? queuePolicy : undefined),
  };
  const clock = { now: () => now, after: () => () => {}, wait: async () => {}, stop: () => {} };
  const local = createSmallCloud({ stateDir: folder, clock });
  iam = createIam(local.cloud);
  local.add(iam, queues);
  call = local.call;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'iam-'));
  now = 1_700_000_000_000;
  queuePolicy = undefined;
  open();
  await call(admin, 'iam', 'CreateRole', {
    RoleName: 'reader',
    AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

const allowReads = (effect = 'Allow') =>
  call(admin, 'iam', 'PutRolePolicy', {
    RoleName: 'reader',
    PolicyName: effect,
    PolicyDocument: JSON.stringify({ Statement: { Effect: effect, Action: 'sqs:Receive*', Resource: queueArn } }),
  });
const receive = (caller: Caller) => iam.authorize(caller, { action: 'sqs:ReceiveMessage', resource: queueArn });

describe('a role', () => {
  it('may do what its policies allow, from the moment they do, and no longer', async () => {
    expect(() => receive(reader)).toThrow(
      expect.objectContaining({
        code: 'AccessDenied',
        status: 403,
        message: `User: arn:aws:sts::${account}:assumed-role/reader/s1 is not authorized to perform: sqs:ReceiveMessage on resource: ${queueArn} because no identity-based policy allows the sqs:ReceiveMessage action`,
      }),
    );
    await allowReads();
    receive(reader);
    await call(admin, 'iam', 'DeleteRolePolicy', { RoleName: 'reader', PolicyName: 'Allow' });
    expect(() => receive(reader)).toThrow('not authorized');
  });

  it('is refused by an explicit deny, its own or the resource’s', async () => {
    await allowReads();
    await allowReads('Deny');
    expect(() => receive(reader)).toThrow('with an explicit deny in an identity-based policy');
    await call(admin, 'iam', 'DeleteRolePolicy', { RoleName: 'reader', PolicyName: 'Deny' });
    queuePolicy = { Statement: { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: queueArn } };
    expect(() => receive(reader)).toThrow('with an explicit deny in a resource-based policy');
    receive(admin);
  });

  it('is not stopped by a policy that denies what is not over TLS', async () => {
    await allowReads();
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    queuePolicy = { Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition } };
    receive(reader);
  });

  it('is allowed by a resource policy that names it, not by one that names its account', () => {
    const naming = (arn: string) => ({
      Statement: { Effect: 'Allow', Principal: { AWS: arn }, Action: 'sqs:*', Resource: '*' },
    });
    queuePolicy = naming(readerArn);
    receive(reader);
    queuePolicy = naming(`arn:aws:iam::${account}:root`);
    expect(() => receive(reader)).toThrow('no identity-based policy');
  });

  it('is held by its permissions boundary', async () => {
    await allowReads();
    const boundary = await call(admin, 'iam', 'CreatePolicy', {
      PolicyName: 'only-s3',
      PolicyDocument: JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }),
    });
    await call(admin, 'iam', 'PutRolePermissionsBoundary', {
      RoleName: 'reader',
      PermissionsBoundary: boundary.Policy?.Arn,
    });
    expect(() => receive(reader)).toThrow('no permissions boundary allows');
  });

  it('gets AccessDeniedException from the JSON services', () => {
    expect(() => iam.authorize(reader, { action: 'glue:GetTable', resource: 'arn:aws:glue:x' })).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException', status: 400 }),
    );
  });

  it('gains what an AWS managed policy allows and cannot be deleted while it is attached', async () => {
    const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await call(admin, 'iam', 'AttachRolePolicy', { RoleName: 'reader', PolicyArn: arn });
    iam.authorize(reader, { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:x' });
    await expect(call(admin, 'iam', 'DeleteRole', { RoleName: 'reader' })).rejects.toMatchObject({
      code: 'DeleteConflict',
    });
    await call(admin, 'iam', 'DetachRolePolicy', { RoleName: 'reader', PolicyArn: arn });
    await call(admin, 'iam', 'DeleteRole', { RoleName: 'reader' });
    expect(() => receive(reader)).toThrow('does not exist');
  });
});

describe('a service', () => {
  const events: Caller = { kind: 'service', principal: 'events.amazonaws.com', sourceArn: 'arn:aws:events:e:0:rule/r' };

  it('needs the resource policy to name it, and its conditions to hold', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:*',
      Resource: queueArn,
    };
    expect(() => receive(events)).toThrow('no resource-based policy allows');
    queuePolicy = {
      Statement: { ...statement, Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:e:0:rule/r' } } },
    };
    receive(events);
    queuePolicy = { Statement: { ...statement, Condition: { ArnEquals: { 'aws:SourceArn': 'arn:other' } } } };
    expect(() => receive(events)).toThrow('no resource-based policy allows');
  });

  it('publishes its own events on the default bus', () => {
    iam.authorize(events, {
      action: 'events:PutEvents',
      resource: `arn:aws:events:eu-west-1:${account}:event-bus/default`,
    });
  });
});

describe('credentials', () => {
  const lambda: Caller = { kind: 'service', principal: 'lambda.amazonaws.com' };

  it('are issued to whom the role trusts, find the caller again after a restart, and run out', () => {
    const issued = iam.issueCredentials({ caller: lambda, roleArn: readerArn, sessionName: 'f', durationSeconds: 900 });
    expect(issued.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    open();
    expect(iam.callerOf(issued.accessKeyId)).toEqual({ kind: 'role', roleArn: readerArn, sessionName: 'f' });
    expect(iam.callerOf('AKIAUNKNOWN')).toBeUndefined();
    expect(iam.callerOf('test')).toBe(admin);
    now += 901_000;
    expect(() => iam.callerOf(issued.accessKeyId)).toThrow('expired');
  });

  it('are refused to whom the role does not trust', () => {
    const ask = (caller: Caller, roleArn = readerArn) => iam.issueCredentials({ caller, roleArn, sessionName: 'f' });
    expect(() => ask({ kind: 'service', principal: 'firehose.amazonaws.com' })).toThrow('sts:AssumeRole');
    expect(() => ask(admin)).toThrow('sts:AssumeRole');
    expect(() => ask(lambda, `${readerArn}x`)).toThrow('sts:AssumeRole');
  });
});
