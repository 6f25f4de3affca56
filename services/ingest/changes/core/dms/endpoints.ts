import type { Source } from '../declaration/changes.ts';
import type { DmsSettings } from './settings.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** Logical ids of what all sources share. */
export const shared = {
  secret: 'DmsSecret',
  secretRole: 'DmsSecretRole',
  source: 'DmsSourceEndpoint',
  targetRole: 'DmsTargetRole',
  subnets: 'DmsSubnetGroup',
} as const;

/** The database. Host, port and credentials are those of the secret: an endpoint takes either them or it. */
export function sourceEndpoint(settings: DmsSettings, name: string): object {
  const { engine, database, secretArn, sslMode, certificateArn } = settings;
  const secret = {
    SecretsManagerAccessRoleArn: arnOf(shared.secretRole),
    SecretsManagerSecretId: secretArn === '' ? { Ref: shared.secret } : secretArn,
  };
  return {
    Type: 'AWS::DMS::Endpoint',
    Properties: {
      EndpointIdentifier: `${name}-dms-source`,
      EndpointType: 'source',
      EngineName: engine,
      SslMode: sslMode,
      ...(certificateArn !== '' && { CertificateArn: certificateArn }),
      ...(database !== undefined && { DatabaseName: database }),
      ...(engine === 'postgres'
        ? { PostgreSqlSettings: { ...secret, FailTasksOnLobTruncation: true } }
        : { MySqlSettings: secret }),
    },
  };
}

/** The folder of a source in the raw bucket, written as changes.yml says that it is. */
export function targetEndpoint(source: Source, { batchSeconds }: DmsSettings, identifier: string): object {
  const { header, opInLoads, timestamp, nullText, delimiter, newline, quotes } = source.format;
  const cdcPath = cdcPathOf(source);
  return {
    Type: 'AWS::DMS::Endpoint',
    Properties: {
      EndpointIdentifier: identifier,
      EndpointType: 'target',
      EngineName: 's3',
      S3Settings: {
        BucketName: { Ref: 'RawBucket' },
        BucketFolder: source.folder,
        ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
        ServiceAccessRoleArn: arnOf(shared.targetRole),
        DataFormat: 'csv',
        CompressionType: 'gzip',
        EncryptionMode: 'sse-s3',
        AddColumnName: header,
        IncludeOpForFullLoad: opInLoads,
        ...(timestamp !== undefined && { TimestampColumnName: timestamp }),
        CsvNullValue: nullText,
        CsvDelimiter: delimiter,
        CsvRowDelimiter: newline,
        Rfc4180: quotes,
        CdcMaxBatchInterval: batchSeconds,
        ...(cdcPath === undefined
          ? { DatePartitionEnabled: true, DatePartitionSequence: 'YYYYMMDD', DatePartitionDelimiter: 'SLASH' }
          : { PreserveTransactions: true, CdcPath: cdcPath }),
      },
    },
  };
}

/** DMS takes it for a folder below the tables'. https://docs.aws.amazon.com/dms/latest/APIReference/API_S3Settings.html */
function cdcPathOf({ name, folder, transactions }: Source): string | undefined {
  if (transactions === undefined) return undefined;
  if (!transactions.startsWith(`${folder}/`))
    throw new Error(
      `changes.yml: sources.${name}.transactions: DMS can write to a folder below ${folder}/ only, and this is ${transactions}`,
    );
  return transactions.slice(folder.length + 1);
}
