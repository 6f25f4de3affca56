import type { Cloud } from '../../kernel/cloud.ts';
import type { ServiceName } from '../../kernel/sdk.ts';

/** Which service owns an ARN, where its part of the ARN is not its signing name. */
const owners: ReadonlyMap<string, ServiceName> = new Map<string, ServiceName>([
  ['s3', 's3'],
  ['sqs', 'sqs'],
  ['sns', 'sns'],
  ['kms', 'kms'],
  ['lambda', 'lambda'],
  ['events', 'events'],
  ['logs', 'logs'],
  ['kinesis', 'kinesis'],
  ['firehose', 'firehose'],
  ['glue', 'glue'],
  ['athena', 'athena'],
  ['secretsmanager', 'secretsmanager'],
  ['ssm', 'ssm'],
  ['iam', 'iam'],
  ['cloudwatch', 'monitoring'],
]);

/** Looks an ARN's resource-based policy up at the service that owns it. */
export function resourcePolicyLookup(cloud: Pick<Cloud, 'service'>): (arn: string) => unknown {
  return (arn) => {
    const owner = owners.get(arn.split(':', 3)[2] ?? '');
    return owner === undefined ? undefined : cloud.service(owner)?.resourcePolicy?.(arn);
  };
}
