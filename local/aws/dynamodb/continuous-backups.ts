import type { ContinuousBackupsDescription } from '@aws-sdk/client-dynamodb';
import { operation } from '../../kernel/operation.ts';
import { tablePermissions } from './permission.ts';
import type { Tables } from './table.ts';
import { changeSettings } from './table-settings.ts';

export const updateContinuousBackups = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'UpdateContinuousBackups', {
    permissions: (input, { cloud }) => tablePermissions('UpdateContinuousBackups', input, cloud),
    async handle({ TableName = '', PointInTimeRecoverySpecification }) {
      await engine.call('DescribeTable', { TableName });
      const isOn = PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true;
      changeSettings(settings, TableName, { pointInTimeRecovery: isOn });
      return { ContinuousBackupsDescription: describe(isOn) };
    },
  });

export const describeContinuousBackups = ({ engine, settings }: Tables) =>
  operation('dynamodb', 'DescribeContinuousBackups', {
    permissions: (input, { cloud }) => tablePermissions('DescribeContinuousBackups', input, cloud),
    async handle({ TableName = '' }) {
      await engine.call('DescribeTable', { TableName });
      return { ContinuousBackupsDescription: describe(settings.get(TableName)?.pointInTimeRecovery === true) };
    },
  });

function describe(isOn: boolean): ContinuousBackupsDescription {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: isOn ? 'ENABLED' : 'DISABLED' },
  };
}
