import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { admin } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { Service } from '../../kernel/service.ts';
import { createSmallCloud, type SmallCloud } from '../iam/small-cloud.ts';
import { createSsm } from '../ssm/service.ts';
import type { JsonObject } from './json.ts';
import { createCloudFormation } from './service.ts';

let folder: string;
let local: SmallCloud;
let formation: Service;
/** The things that exist, by physical id, with their size. */
let things: Map<string, string>;
let happened: string[];

const thing = resourceType('Acme::Store::Bucket', {
  schema: z.strictObject({
    Name: z.string().optional(),
    Size: z.string().optional(),
    Needs: z.string().optional(),
    Number: z.number().optional(),
  }),
  replaceOn: ['Name'],
  async create({ Name, Size = '' }, { generatedName, logicalId }) {
    const id = Name ?? generatedName;
    if (Size === 'broken') throw new Error(`${logicalId} is broken`);
    if (things.has(id)) throw new Error(`${id} already exists`);
    things.set(id, Size);
    happened.push(`create ${logicalId}`);
    return { physicalId: id, attributes: { Arn: `arn:thing:${id}` } };
  },
  async update(current, { Size = '' }, { logicalId }) {
    if (Size === 'broken') throw new Error(`${logicalId} is broken`);
    things.set(current.physicalId, Size);
    happened.push(`update ${logicalId}`);
    return current;
  },
  async remove(current, { Size }) {
    if (Size === 'stuck') throw new Error('it is stuck');
    things.delete(current.physicalId);
    happened.push(`remove ${current.physicalId}`);
  },
});

function open(): void {
  local = createSmallCloud({ stateDir: folder, clock: systemClock(() => {}) });
  formation = createCloudFormation(local.cloud, local.services);
  local.add(formation, createSsm(local.cloud), { name: 's3', operations: [], resources: [thing] });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stacks-'));
  things = new Map();
  happened = [];
  open();
});
afterEach(() => rmSync(folder, { recursive: true }));

const body = (resources: Record<string, JsonObject>, more: JsonObject = {}) =>
  JSON.stringify({
    ...more,
    Resources: Object.fromEntries(
      Object.entries(resources).map(([name, value]) => [name, { Type: 'Acme::Store::Bucket', ...value }]),
    ),
  });
const named = (Name: string, more: JsonObject = {}): JsonObject => ({ Properties: { Name, ...more } });
const chain = {
  A: { Properties: { Name: 'a' } },
  B: { Properties: { Name: 'b', Needs: { 'Fn::GetAtt': ['A', 'Arn'] } } },
};

const settle = () => formation.stop?.();
async function create(resources: Record<string, JsonObject>, more: JsonObject = {}): Promise<void> {
  await local.call(admin, 'cloudformation', 'CreateStack', { StackName: 'lake', TemplateBody: body(resources, more) });
  await settle();
}
async function update(resources: Record<string, JsonObject>, more: JsonObject = {}): Promise<void> {
  await local.call(admin, 'cloudformation', 'UpdateStack', { StackName: 'lake', TemplateBody: body(resources, more) });
  await settle();
}
async function stack(StackName = 'lake') {
  const { Stacks = [] } = await local.call(admin, 'cloudformation', 'DescribeStacks', { StackName });
  return Stacks[0];
}
async function events(): Promise<string[]> {
  const { StackEvents = [] } = await local.call(admin, 'cloudformation', 'DescribeStackEvents', { StackName: 'lake' });
  return StackEvents.toReversed().map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);
}

describe('creating', () => {
  it('goes in dependency order, tells every step, and resolves outputs', async () => {
    await create(chain, { Outputs: { BArn: { Value: { 'Fn::GetAtt': ['B', 'Arn'] }, Export: { Name: 'lake-b' } } } });
    expect(happened).toEqual(['create A', 'create B']);
    expect(await stack()).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'BArn', OutputValue: 'arn:thing:b' }],
    });
    expect(await events()).toEqual([
      'lake CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_COMPLETE',
      'lake CREATE_COMPLETE',
    ]);
  });

  it('is refused before anything exists when a type or a property is unknown', async () => {
    const wrong = create({ A: named('a', { Colour: 'red' }), B: { Type: 'AWS::EC2::Instance' } });
    await expect(wrong).rejects.toThrow(
      'A (Acme::Store::Bucket): unknown property Colour; B (AWS::EC2::Instance): the local cloud does not cover this resource type',
    );
    expect(things.size).toBe(0);
    await expect(stack()).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Stack with id lake does not exist',
    });
  });

  it('takes everything away again when something fails', async () => {
    await create({ ...chain, C: { DependsOn: 'B', ...named('c', { Size: 'broken' }) } });
    expect(things.size).toBe(0);
    expect(happened).toEqual(['create A', 'create B', 'remove b', 'remove a']);
    expect((await stack())?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await events()).toContain('C CREATE_FAILED');
    await expect(update(chain)).rejects.toThrow('is in ROLLBACK_COMPLETE state and can not be updated');
  });

  it('keeps a resource that it only records, and says so', async () => {
    await create({
      Task: { Type: 'AWS::DMS::ReplicationTask', Properties: { Anything: 1 } },
      A: named('a', { Needs: { Ref: 'Task' } }),
    });
    const { StackEvents = [] } = await local.call(admin, 'cloudformation', 'DescribeStackEvents', {
      StackName: 'lake',
    });
    const told = StackEvents.find(
      ({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === 'Task' && ResourceStatus === 'CREATE_COMPLETE',
    );
    expect(told?.ResourceStatusReason).toBe('recorded, not run locally');
    expect(local.logged).toEqual(['warn: lake: Task (AWS::DMS::ReplicationTask) is recorded, not run locally']);
  });

  it('gives what it only records an ARN whose parts a template can take', async () => {
    const part = { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Config', 'ReplicationConfigArn'] }] }] };
    await create({
      Config: { Type: 'AWS::DMS::ReplicationConfig', Properties: { ReplicationConfigIdentifier: 'shop' } },
      A: named('a', { Needs: part }),
    });
    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('gives an application of EMR Serverless the ARN that AWS gives it, with its id', async () => {
    const arn = { 'Fn::GetAtt': ['Spark', 'Arn'] };
    await create({
      Spark: { Type: 'AWS::EMRServerless::Application', Properties: { Type: 'Spark' } },
      A: named('a', { Size: { 'Fn::Select': [1, { 'Fn::Split': [':emr-serverless:', arn] }] } }),
      B: named('b', { Size: { 'Fn::Sub': 'eu-west-1:000000000000:/applications/${' + 'Spark}' } }),
    });
    expect(things.get('a')).toMatch(/^eu-west-1:000000000000:\/applications\/.+/);
    expect(things.get('b')).toBe(things.get('a'));
  });

  it('reads dynamic references without keeping what they stand for', async () => {
    await local.call(admin, 'ssm', 'PutParameter', { Name: '/size', Value: 'large', Type: 'SecureString' });
    await create({ A: named('a', { Size: '{{resolve:ssm:/size}}' }) });
    expect(things.get('a')).toBe('large');
    const { StackEvents = [] } = await local.call(admin, 'cloudformation', 'DescribeStackEvents', {
      StackName: 'lake',
    });
    expect(JSON.stringify(StackEvents)).not.toContain('large');
  });
});

describe('updating', () => {
  beforeEach(() => create(chain));

  it('modifies in place, adds, and removes what is gone', async () => {
    happened = [];
    await update({ A: named('a', { Size: '2' }), C: named('c', { Number: '7' }) });
    expect([...things]).toEqual([
      ['a', '2'],
      ['c', ''],
    ]);
    expect(happened.at(-1)).toBe('remove b');
    expect((await stack())?.StackStatus).toBe('UPDATE_COMPLETE');
  });

  it('replaces: the new one first, its dependents next, the old one last', async () => {
    happened = [];
    await update({ ...chain, A: named('a2') });
    expect(happened).toEqual(['create A', 'update B', 'remove a']);
  });

  it('keeps the old one when UpdateReplacePolicy says so', async () => {
    await update({ ...chain, A: { ...named('a'), UpdateReplacePolicy: 'Retain' } });
    await update({ ...chain, A: { ...named('a2'), UpdateReplacePolicy: 'Retain' } });
    expect([...things.keys()].sort()).toEqual(['a', 'a2', 'b']);
  });

  it('puts everything back when something fails', async () => {
    await update({ ...chain, A: named('a', { Size: '1' }) });
    await update({
      A: named('a', { Size: '2' }),
      B: named('b2'),
      D: { DependsOn: ['A', 'B'], ...named('d', { Size: 'broken' }) },
    });
    expect([...things].sort()).toEqual([
      ['a', '1'],
      ['b', ''],
    ]);
    expect(await stack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await events()).toEqual(expect.arrayContaining(['D CREATE_FAILED', 'lake UPDATE_ROLLBACK_IN_PROGRESS']));
    await update({ ...chain, A: named('a', { Size: '3' }) });
    expect(things.get('a')).toBe('3');
  });

  it('says so when there is nothing to do', async () => {
    await expect(update(chain)).rejects.toThrow('No updates are to be performed.');
    const ask = { StackName: 'lake', ChangeSetName: 'none', TemplateBody: body(chain) };
    await local.call(admin, 'cloudformation', 'CreateChangeSet', ask);
    expect(await local.call(admin, 'cloudformation', 'DescribeChangeSet', ask)).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("didn't contain changes"),
    });
  });

  it('undoes what was done beside the stack, where a change set is to revert drift', async () => {
    things.set('a', 'by hand');
    const ask = { StackName: 'lake', ChangeSetName: 'back', UsePreviousTemplate: true };
    const mode = { DeploymentMode: 'REVERT_DRIFT' as const };
    await local.call(admin, 'cloudformation', 'CreateChangeSet', { ...ask, ...mode });
    await local.call(admin, 'cloudformation', 'ExecuteChangeSet', ask);
    await settle();
    expect(things.get('a')).toBe('');
    expect(await stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    const another = { ...ask, ...mode, StackName: 'other', ChangeSetType: 'CREATE' as const };
    await expect(local.call(admin, 'cloudformation', 'CreateChangeSet', another)).rejects.toThrow('REVERT_DRIFT');
  });

  it('changes outputs alone', async () => {
    await update(chain, { Outputs: { Name: { Value: { Ref: 'A' } } } });
    expect(await stack()).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: [{ OutputKey: 'Name', OutputValue: 'a' }],
    });
  });
});

describe('a change set', () => {
  it('creates a stack under review, shows what it would do, and does it', async () => {
    const ask = {
      StackName: 'lake',
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE' as const,
      TemplateBody: body(chain),
    };
    await local.call(admin, 'cloudformation', 'CreateChangeSet', ask);
    expect((await stack())?.StackStatus).toBe('REVIEW_IN_PROGRESS');
    const described = await local.call(admin, 'cloudformation', 'DescribeChangeSet', ask);
    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    expect(described.Changes?.map((change) => change.ResourceChange?.Action)).toEqual(['Add', 'Add']);
    await local.call(admin, 'cloudformation', 'ExecuteChangeSet', ask);
    expect(await events()).toEqual(expect.arrayContaining(['lake REVIEW_IN_PROGRESS', 'lake CREATE_IN_PROGRESS']));
    await settle();
    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
    await expect(local.call(admin, 'cloudformation', 'CreateChangeSet', ask)).rejects.toThrow('already exists');
  });

  it('tells a replacement, and what a replacement may bring, before it happens', async () => {
    await create({ ...chain, C: named('c') });
    const ask = { StackName: 'lake', ChangeSetName: 'next', TemplateBody: body({ ...chain, A: named('a2') }) };
    await local.call(admin, 'cloudformation', 'CreateChangeSet', ask);
    const { Changes = [] } = await local.call(admin, 'cloudformation', 'DescribeChangeSet', ask);
    const told = Changes.map(
      ({ ResourceChange: change }) => `${change?.Action} ${change?.LogicalResourceId} ${change?.Replacement}`,
    );
    expect(told).toEqual(['Modify A True', 'Modify B False', 'Remove C undefined']);
    await local.call(admin, 'cloudformation', 'DeleteChangeSet', ask);
    await local.call(admin, 'cloudformation', 'DeleteChangeSet', ask);
    await expect(local.call(admin, 'cloudformation', 'DescribeChangeSet', ask)).rejects.toMatchObject({
      code: 'ChangeSetNotFound',
    });
  });
});

describe('deleting', () => {
  it('goes in reverse order, keeps what is retained, and forgets the name', async () => {
    await create({ ...chain, Kept: { ...named('kept'), DeletionPolicy: 'Retain' } });
    const id = (await stack())?.StackId ?? '';
    await local.call(admin, 'cloudformation', 'DeleteStack', { StackName: 'lake' });
    await settle();
    expect(happened.slice(-2)).toEqual(['remove b', 'remove a']);
    expect([...things.keys()]).toEqual(['kept']);
    await expect(stack()).rejects.toThrow('does not exist');
    expect((await stack(id))?.StackStatus).toBe('DELETE_COMPLETE');
    await local.call(admin, 'cloudformation', 'DeleteStack', { StackName: 'lake' });
  });

  it('stops at what cannot be deleted, with its dependencies, and can be tried again', async () => {
    await create({ A: named('a'), B: named('b', { Size: 'stuck', Needs: { Ref: 'A' } }) });
    await local.call(admin, 'cloudformation', 'DeleteStack', { StackName: 'lake' });
    await settle();
    expect(await stack()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: expect.stringContaining('[B]'),
    });
    expect([...things.keys()]).toEqual(['a', 'b']);
  });

  it('is refused under termination protection and while another stack imports from it', async () => {
    await create(chain, { Outputs: { X: { Value: 'x', Export: { Name: 'lake-x' } } } });
    const protect = (EnableTerminationProtection: boolean) =>
      local.call(admin, 'cloudformation', 'UpdateTerminationProtection', {
        StackName: 'lake',
        EnableTerminationProtection,
      });
    const remove = () => local.call(admin, 'cloudformation', 'DeleteStack', { StackName: 'lake' });
    await protect(true);
    await expect(remove()).rejects.toThrow('TerminationProtection');
    await protect(false);
    const importing = body({ I: named('i', { Size: { 'Fn::ImportValue': 'lake-x' } }) });
    await local.call(admin, 'cloudformation', 'CreateStack', { StackName: 'other', TemplateBody: importing });
    await settle();
    expect(things.get('i')).toBe('x');
    await expect(remove()).rejects.toThrow('Export lake-x cannot be deleted as it is in use by other');
  });
});

it('marks a stack that was in progress when the process died as failed, and deploys it again', async () => {
  await create(chain);
  await local.call(admin, 'cloudformation', 'UpdateStack', {
    StackName: 'lake',
    TemplateBody: body({ ...chain, A: named('a', { Size: '9' }) }),
  });
  const dying = formation;
  open();
  await dying.stop?.();
  expect(await stack()).toMatchObject({
    StackStatus: 'UPDATE_FAILED',
    StackStatusReason: expect.stringContaining('stopped while'),
  });
  await update({ ...chain, A: named('a', { Size: '10' }) });
  expect(things.get('a')).toBe('10');
});

it('asks for the capability that IAM resources need', async () => {
  const asked = create({ Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } } });
  await expect(asked).rejects.toMatchObject({
    code: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  });
});
