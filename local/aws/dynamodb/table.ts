import type { CreateTableCommandInput, TableDescription, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { AwsError, notCovered } from '../../kernel/error.ts';
import type { Journal } from '../../kernel/journal.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { tableArn, tablePermissions } from './permission.ts';
import { changeSettings, type TableSettings } from './table-settings.ts';

export type Tables = { readonly engine: Engine; readonly settings: Journal<TableSettings> };

export const createTable = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'CreateTable', {
    permissions: (input, { cloud }) => tablePermissions('CreateTable', input, cloud),
    async handle(input, context) {
      const {
        SSESpecification,
        Tags,
        TableClass,
        DeletionProtectionEnabled,
        StreamSpecification: _off,
        ...table
      } = input;
      refuseUncovered(input);
      const name = table.TableName ?? '';
      const output = await engine.call('CreateTable', table);
      const own = changeSettings(settings, name, {
        encryption: SSESpecification,
        tableClass: TableClass,
        deletionProtection: DeletionProtectionEnabled,
        timeToLive: undefined,
        pointInTimeRecovery: undefined,
      });
      if (Tags && Tags.length > 0) await tag(engine, context, name, Tags);
      return { TableDescription: described(output.TableDescription, own) };
    },
  });

function refuseUncovered(input: CreateTableCommandInput): void {
  if (input.StreamSpecification?.StreamEnabled === true) throw notCovered('DynamoDB Streams');
  const given = new Map<string, unknown>(Object.entries(input));
  for (const name of ['OnDemandThroughput', 'WarmThroughput', 'ResourcePolicy', 'GlobalTableSourceArn'])
    if (given.get(name) !== undefined) throw notCovered(`DynamoDB's ${name}`);
}

/** Tags are taken only once the table is active. */
async function tag(engine: Engine, { cloud }: Context, name: string, Tags: readonly unknown[]): Promise<void> {
  await untilActive(engine, name);
  await engine.call('TagResource', { ResourceArn: tableArn(cloud, name), Tags });
}

export async function untilActive(engine: Engine, TableName: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { Table } = await engine.call('DescribeTable', { TableName });
    if (isDescription(Table) && Table.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new AwsError('ResourceInUseException', `Table ${TableName} does not become active`);
}

export const describeTable = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'DescribeTable', {
    permissions: (input, { cloud }) => tablePermissions('DescribeTable', input, cloud),
    async handle(input) {
      const { Table } = await engine.call('DescribeTable', input);
      return { Table: described(Table, settings.get(input.TableName ?? '')) };
    },
  });

export const updateTable = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'UpdateTable', {
    permissions: (input, { cloud }) => tablePermissions('UpdateTable', input, cloud),
    async handle(input) {
      const { SSESpecification, TableClass, DeletionProtectionEnabled, StreamSpecification, ...table } = input;
      if (StreamSpecification?.StreamEnabled === true) throw notCovered('DynamoDB Streams');
      const name = table.TableName ?? '';
      await engine.call('DescribeTable', { TableName: name });
      const own = changeSettings(settings, name, {
        ...(SSESpecification && { encryption: SSESpecification }),
        ...(TableClass && { tableClass: TableClass }),
        ...(DeletionProtectionEnabled !== undefined && { deletionProtection: DeletionProtectionEnabled }),
      });
      const rest = await changeIndex(engine, table);
      const changes = Object.entries(rest).filter(([key, value]) => key !== 'TableName' && value !== undefined);
      if (changes.length === 0) {
        const { Table } = await engine.call('DescribeTable', { TableName: name });
        return { TableDescription: described(Table, own) };
      }
      const output = await engine.call('UpdateTable', rest);
      return { TableDescription: described(output.TableDescription, own) };
    },
  });

/** Makes or removes the one index that DynamoDB takes at a time; gives what is left of the input. */
async function changeIndex(engine: Engine, input: UpdateTableCommandInput): Promise<UpdateTableCommandInput> {
  const { GlobalSecondaryIndexUpdates: updates = [], AttributeDefinitions: attributes, ...rest } = input;
  const [change, another] = updates.filter(({ Create, Delete }) => Create ?? Delete);
  if (another !== undefined)
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  const { TableName = '' } = input;
  if (change?.Create !== undefined) await engine.indexes.create(TableName, { ...change.Create, attributes });
  if (change?.Delete !== undefined) await engine.indexes.remove(TableName, change.Delete.IndexName ?? '');
  const others = updates.filter(({ Update }) => Update);
  return others.length === 0 ? rest : { ...rest, GlobalSecondaryIndexUpdates: others };
}

export const deleteTable = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'DeleteTable', {
    permissions: (input, { cloud }) => tablePermissions('DeleteTable', input, cloud),
    async handle(input) {
      const name = input.TableName ?? '';
      const own = settings.get(name);
      if (own?.deletionProtection === true)
        throw new AwsError(
          'ValidationException',
          'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
        );
      const output = await engine.call('DeleteTable', input);
      settings.delete(name);
      return { TableDescription: described(output.TableDescription, own) };
    },
  });

function described(engineSays: unknown, own: TableSettings | undefined): TableDescription {
  const table = isDescription(engineSays) ? engineSays : {};
  return {
    ...table,
    DeletionProtectionEnabled: own?.deletionProtection ?? false,
    ...(own?.tableClass && { TableClassSummary: { TableClass: own.tableClass } }),
    ...(own?.encryption?.Enabled === true && {
      SSEDescription: {
        Status: 'ENABLED',
        SSEType: own.encryption.SSEType ?? 'KMS',
        KMSMasterKeyArn: own.encryption.KMSMasterKeyId,
      },
    }),
  };
}

/** The engine's answer has been read by the SDK's own schema of a table description. */
function isDescription(value: unknown): value is TableDescription {
  return typeof value === 'object' && value !== null;
}
