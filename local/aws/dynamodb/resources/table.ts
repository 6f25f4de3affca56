import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../../kernel/operation.ts';
import { type Provisioned, type ResourceRequest, resourceType } from '../../../kernel/resource.ts';
import { tableArn } from '../permission.ts';
import { type Tables, untilActive } from '../table.ts';
import { changeIndexes } from './index-change.ts';
import { type TableProperties, tableSchema } from './table-schema.ts';

export const tableResource = (tables: Tables) =>
  resourceType('AWS::DynamoDB::Table', {
    schema: tableSchema,
    replaceOn: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    async create(properties, request, context) {
      const { cloud, caller } = context;
      const TableName = properties.TableName ?? request.generatedName;
      await cloud.call(caller, 'dynamodb', 'CreateTable', tableInput(TableName, properties, request));
      await untilActive(tables.engine, TableName);
      await putSettings(tables, TableName, properties, context);
      return provisioned(TableName, cloud);
    },
    async update(current, properties, _request, context) {
      const TableName = current.physicalId;
      const { cloud, caller } = context;
      const { Table } = await cloud.call(caller, 'dynamodb', 'DescribeTable', { TableName });
      const mode = Table?.BillingModeSummary?.BillingMode ?? 'PROVISIONED';
      const BillingMode = properties.BillingMode ?? 'PROVISIONED';
      await cloud.call(caller, 'dynamodb', 'UpdateTable', {
        TableName,
        DeletionProtectionEnabled: properties.DeletionProtectionEnabled ?? false,
        ...(mode !== BillingMode && { BillingMode, ProvisionedThroughput: properties.ProvisionedThroughput }),
      });
      await untilActive(tables.engine, TableName);
      await changeIndexes(tables.engine, Table ?? {}, properties, context);
      await putSettings(tables, TableName, properties, context);
      return current;
    },
    async remove(current, _properties, { cloud, caller }) {
      await cloud.call(caller, 'dynamodb', 'DeleteTable', { TableName: current.physicalId });
    },
  });

function tableInput(TableName: string, properties: TableProperties, request: ResourceRequest): CreateTableCommandInput {
  const {
    TimeToLiveSpecification: _ttl,
    PointInTimeRecoverySpecification: _recovery,
    SSESpecification: encryption,
    Tags: own = [],
    ...table
  } = properties;
  const tags = { ...request.tags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, Value])) };
  return {
    ...table,
    TableName,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(encryption && {
      SSESpecification: {
        Enabled: encryption.SSEEnabled,
        SSEType: encryption.SSEType,
        KMSMasterKeyId: encryption.KMSMasterKeyId,
      },
    }),
  };
}

async function putSettings(
  { settings }: Tables,
  TableName: string,
  { TimeToLiveSpecification: wanted, PointInTimeRecoverySpecification: recovery }: TableProperties,
  { cloud, caller }: Context,
): Promise<void> {
  const current = settings.get(TableName)?.timeToLive;
  if (current?.Enabled === true && (wanted?.Enabled !== true || wanted.AttributeName !== current.AttributeName))
    await cloud.call(caller, 'dynamodb', 'UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { AttributeName: current.AttributeName, Enabled: false },
    });
  if (wanted?.Enabled === true && settings.get(TableName)?.timeToLive?.Enabled !== true)
    await cloud.call(caller, 'dynamodb', 'UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { AttributeName: wanted.AttributeName, Enabled: true },
    });
  await cloud.call(caller, 'dynamodb', 'UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: recovery?.PointInTimeRecoveryEnabled ?? false,
    },
  });
}

function provisioned(name: string, cloud: Context['cloud']): Provisioned {
  return { physicalId: name, attributes: { Arn: tableArn(cloud, name) } };
}
