import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import type { Provisioned } from '../../kernel/resource.ts';

/** A type whose resources can be taken into a stack: by the property that identifies them, when they are there. */
export type Importable = {
  readonly identifier: string;
  /** An identifier that only AWS makes cannot stand in a template: such resources are imported by name, never by themselves. */
  readonly isReadOnly?: true;
  readonly find: (identifier: string, context: Context) => Promise<Provisioned | undefined>;
};

/** By the primary identifiers of the types' schemas (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html). */
export const importable: Readonly<Record<string, Importable>> = {
  'AWS::S3::Bucket': {
    identifier: 'BucketName',
    find: (Bucket, { cloud, caller }) =>
      whenFound(async () => {
        await cloud.call(caller, 's3', 'HeadBucket', { Bucket });
        return {
          physicalId: Bucket,
          attributes: {
            Arn: `arn:aws:s3:::${Bucket}`,
            DomainName: `${Bucket}.s3.amazonaws.com`,
            DualStackDomainName: `${Bucket}.s3.dualstack.${cloud.region}.amazonaws.com`,
            RegionalDomainName: `${Bucket}.s3.${cloud.region}.amazonaws.com`,
            WebsiteURL: `http://${Bucket}.s3-website-${cloud.region}.amazonaws.com`,
          },
        };
      }),
  },
  'AWS::Glue::Database': {
    identifier: 'DatabaseName',
    find: (Name, { cloud, caller }) =>
      whenFound(async () => {
        await cloud.call(caller, 'glue', 'GetDatabase', { Name });
        return { physicalId: Name, attributes: {} };
      }),
  },
  'AWS::Kinesis::Stream': {
    identifier: 'Name',
    find: (StreamName, { cloud, caller }) =>
      whenFound(async () => {
        const found = await cloud.call(caller, 'kinesis', 'DescribeStreamSummary', { StreamName });
        return { physicalId: StreamName, attributes: { Arn: found.StreamDescriptionSummary?.StreamARN ?? '' } };
      }),
  },
  'AWS::DynamoDB::Table': {
    identifier: 'TableName',
    find: (TableName, { cloud, caller }) =>
      whenFound(async () => {
        const { Table } = await cloud.call(caller, 'dynamodb', 'DescribeTable', { TableName });
        return { physicalId: TableName, attributes: { Arn: Table?.TableArn ?? '' } };
      }),
  },
  'AWS::Logs::LogGroup': {
    identifier: 'LogGroupName',
    async find(logGroupName, { cloud, caller }) {
      const { logGroups = [] } = await cloud.call(caller, 'logs', 'DescribeLogGroups', {
        logGroupNamePrefix: logGroupName,
      });
      const found = logGroups.find((group) => group.logGroupName === logGroupName);
      return found && { physicalId: logGroupName, attributes: { Arn: found.arn ?? '' } };
    },
  },
  'AWS::SecretsManager::Secret': {
    identifier: 'Id',
    isReadOnly: true,
    find: (SecretId, { cloud, caller }) =>
      whenFound(async () => {
        const { ARN = '' } = await cloud.call(caller, 'secretsmanager', 'DescribeSecret', { SecretId });
        return { physicalId: ARN, attributes: { Id: ARN } };
      }),
  },
};

async function whenFound(find: () => Promise<Provisioned>): Promise<Provisioned | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AwsError && /NotFound|NoSuch/.test(error.code)) return undefined;
    throw error;
  }
}
