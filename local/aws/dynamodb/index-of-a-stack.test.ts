import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { admin } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Service } from '../../kernel/service.ts';
import { createCloudFormation } from '../cloudformation/service.ts';
import { createSmallCloud, type SmallCloud } from '../iam/small-cloud.ts';
import { createSsm } from '../ssm/service.ts';
import { createDynamoDb } from './service.ts';

const properties = z.looseObject({
  AttributeDefinitions: z.array(z.looseObject({ AttributeName: z.string() })),
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() }).loose()),
});
const file = new URL('../../../services/query/resources/jobs-table.yml', import.meta.url);
const declared = z
  .object({ Resources: z.object({ JobsTable: z.looseObject({ Properties: properties }) }) })
  .parse(parse(readFileSync(file, 'utf8'))).Resources.JobsTable;

/** The table of jobs as it is declared, and as it was before it had an index. */
function templateOf(hasIndex: boolean): string {
  const { GlobalSecondaryIndexes, AttributeDefinitions, ...rest } = declared.Properties;
  const definitions = AttributeDefinitions.filter(({ AttributeName }) => hasIndex || /^[ps]k$/.test(AttributeName));
  const Properties = {
    ...rest,
    TableName: 'jobs',
    AttributeDefinitions: definitions,
    ...(hasIndex ? { GlobalSecondaryIndexes } : {}),
  };
  return JSON.stringify({ Resources: { JobsTable: { ...declared, Properties } } });
}

let folder: string;
let local: SmallCloud;
let formation: Service;
let dynamodb: Service;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-'));
  local = createSmallCloud({ stateDir: folder, clock: systemClock(() => {}) });
  formation = createCloudFormation(local.cloud, local.services);
  dynamodb = createDynamoDb(local.cloud);
  local.add(formation, createSsm(local.cloud), dynamodb);
});
afterEach(async () => {
  await dynamodb.stop?.();
  rmSync(folder, { recursive: true });
});

test('a stack whose table has no index yet gets it by an update, and what lies in the table with it', async () => {
  const call = (name: 'CreateStack' | 'UpdateStack', hasIndex: boolean) =>
    local.call(admin, 'cloudformation', name, { StackName: 'query', TemplateBody: templateOf(hasIndex) });
  await call('CreateStack', false);
  await formation.stop?.();
  const Item = {
    pk: { S: 'reads#usage' },
    sk: { S: 'lake.requests' },
    dependency: { S: 'lake.requests' },
    dependencyOrder: { S: 'reads#0001#usage' },
  };
  await local.call(admin, 'dynamodb', 'PutItem', { TableName: 'jobs', Item });
  await call('UpdateStack', true);
  await formation.stop?.();
  const stacks = await local.call(admin, 'cloudformation', 'DescribeStacks', { StackName: 'query' });
  expect(stacks).toMatchObject({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] });
  const asked = await local.call(admin, 'dynamodb', 'Query', {
    TableName: 'jobs',
    IndexName: 'by-dependency',
    KeyConditionExpression: 'dependency = :table',
    ExpressionAttributeValues: { ':table': { S: 'lake.requests' } },
  });
  expect(asked).toMatchObject({ Items: [Item] });
});
