import type { TimeToLiveDescription, TimeToLiveSpecification } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { tablePermissions } from './permission.ts';
import type { Tables } from './table.ts';
import { changeSettings } from './table-settings.ts';

export const updateTimeToLive = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'UpdateTimeToLive', {
    permissions: (input, { cloud }) => tablePermissions('UpdateTimeToLive', input, cloud),
    async handle({ TableName = '', TimeToLiveSpecification }) {
      await engine.call('DescribeTable', { TableName });
      const { AttributeName, Enabled } = TimeToLiveSpecification ?? {};
      const current = settings.get(TableName)?.timeToLive;
      if ((current?.Enabled ?? false) === Enabled)
        throw new AwsError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
      changeSettings(settings, TableName, { timeToLive: { AttributeName, Enabled } });
      return { TimeToLiveSpecification: { AttributeName, Enabled } };
    },
  });

export const describeTimeToLive = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'DescribeTimeToLive', {
    permissions: (input, { cloud }) => tablePermissions('DescribeTimeToLive', input, cloud),
    async handle({ TableName = '' }) {
      await engine.call('DescribeTable', { TableName });
      const timeToLive = settings.get(TableName)?.timeToLive;
      return { TimeToLiveDescription: describe(timeToLive) };
    },
  });

function describe(timeToLive: TimeToLiveSpecification | undefined): TimeToLiveDescription {
  if (timeToLive?.Enabled !== true) return { TimeToLiveStatus: 'DISABLED' };
  return { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.AttributeName };
}
