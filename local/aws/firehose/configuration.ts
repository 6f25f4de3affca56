import type {
  CreateDeliveryStreamInput,
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationDescription,
  S3DestinationConfiguration,
} from '@aws-sdk/client-firehose';
import { AwsError, notCovered } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { roleTrusts } from '../iam/trusted-service.ts';
import { checkPartitioning, hintsOf, isPartitioned } from './dynamic-partitioning.ts';
import { checkPrefixes, partitionKeysOf } from './prefix.ts';
import { checkProcessing } from './processing-configuration.ts';

const refused = [
  'RedshiftDestinationConfiguration',
  'ElasticsearchDestinationConfiguration',
  'AmazonopensearchserviceDestinationConfiguration',
  'SplunkDestinationConfiguration',
  'HttpEndpointDestinationConfiguration',
  'AmazonOpenSearchServerlessDestinationConfiguration',
  'MSKSourceConfiguration',
  'SnowflakeDestinationConfiguration',
  'IcebergDestinationConfiguration',
  'DatabaseSourceConfiguration',
] as const;

/** The S3 destination of a new stream; throws NotImplemented for other destinations. */
export function destinationOf(input: CreateDeliveryStreamInput): ExtendedS3DestinationConfiguration {
  for (const key of refused) if (input[key] !== undefined) throw notCovered(`the delivery stream setting ${key}`);
  const destination = input.ExtendedS3DestinationConfiguration ?? input.S3DestinationConfiguration;
  if (destination === undefined) throw invalid('Exactly one destination configuration is supported for a Firehose');
  checkDestination(destination);
  return destination;
}

/** Throws InvalidArgumentException for what Firehose refuses, NotImplemented for what it does and this does not. */
export function checkDestination(destination: ExtendedS3DestinationConfiguration): void {
  checkPlace(destination);
  if (destination.DataFormatConversionConfiguration?.Enabled === true)
    throw notCovered('the data format conversion of delivery streams');
  if (destination.CustomTimeZone !== undefined && destination.CustomTimeZone !== 'UTC')
    throw notCovered(`the delivery stream time zone ${destination.CustomTimeZone}`);
  if (destination.FileExtension !== undefined && !/^(\.[0-9a-z!\-_.*'()]+)?$/.test(destination.FileExtension))
    throw invalid(`The file extension ${destination.FileExtension} is not valid.`);
  if (destination.S3BackupMode === 'Enabled') checkBackup(destination.S3BackupConfiguration);
  checkProcessing(destination.ProcessingConfiguration);
  checkPartitioning(destination);
}

function checkBackup(backup: S3DestinationConfiguration | undefined): void {
  if (backup === undefined) throw invalid('S3BackupConfiguration must be specified when S3BackupMode is Enabled');
  checkPlace(backup);
  if (partitionKeysOf(backup.Prefix ?? '').length > 0)
    throw invalid('The prefix of S3BackupConfiguration cannot contain partition keys.');
}

/** Throws InvalidArgumentException for what cannot be changed on a stream that lives. */
export function checkChange(
  before: ExtendedS3DestinationConfiguration,
  after: ExtendedS3DestinationConfiguration,
): void {
  if (isPartitioned(before) !== isPartitioned(after))
    throw invalid('Dynamic Partitioning cannot be enabled or disabled on an existing delivery stream.');
  if (before.S3BackupMode === 'Enabled' && after.S3BackupMode !== 'Enabled')
    throw invalid('S3 backup cannot be disabled once it is enabled.');
}

function checkPlace(place: S3DestinationConfiguration): void {
  if (!/^arn:aws:s3:::[a-z0-9.-]+$/.test(place.BucketARN ?? ''))
    throw invalid(`Invalid S3 bucket ARN ${place.BucketARN}`);
  const { CompressionFormat: format = 'UNCOMPRESSED', BufferingHints: hints } = place;
  if (format !== 'GZIP' && format !== 'UNCOMPRESSED') throw notCovered(`the compression format ${format}`);
  between('BufferingHints.SizeInMBs', hints?.SizeInMBs, 1, 128);
  between('BufferingHints.IntervalInSeconds', hints?.IntervalInSeconds, 0, 900);
  if ((hints?.SizeInMBs === undefined) !== (hints?.IntervalInSeconds === undefined))
    throw invalid('BufferingHints: SizeInMBs and IntervalInSeconds go together.');
  checkPrefixes(place.Prefix, place.ErrorOutputPrefix);
}

/** Throws unless the role exists and trusts Firehose. */
export async function checkRole(roleArn: string | undefined, { cloud }: Context): Promise<void> {
  if (!(await roleTrusts(cloud, roleArn ?? '', 'firehose.amazonaws.com')))
    throw invalid(`Firehose is unable to assume role ${roleArn}. Please check the role provided.`);
}

export function describeDestination(destination: ExtendedS3DestinationConfiguration): ExtendedS3DestinationDescription {
  const { S3BackupConfiguration: backup, ...rest } = destination;
  return {
    ...describePlace(rest),
    S3BackupMode: 'Disabled',
    ...rest,
    BufferingHints: describePlace(rest).BufferingHints,
    CompressionFormat: describePlace(rest).CompressionFormat,
    EncryptionConfiguration: describePlace(rest).EncryptionConfiguration,
    ...(backup === undefined ? {} : { S3BackupDescription: { ...backup, ...describePlace(backup) } }),
  };
}

function describePlace(place: ExtendedS3DestinationConfiguration) {
  return {
    RoleARN: place.RoleARN,
    BucketARN: place.BucketARN,
    BufferingHints: hintsOf(place),
    CompressionFormat: place.CompressionFormat ?? ('UNCOMPRESSED' as const),
    EncryptionConfiguration: place.EncryptionConfiguration ?? { NoEncryptionConfig: 'NoEncryption' as const },
  };
}

function between(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    throw invalid(`${name} must be between ${least} and ${most}, not ${value}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
