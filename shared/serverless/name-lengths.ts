import type { Framework, Hooks, Resource } from './framework.ts';

type Limit = { readonly at: readonly [string, ...string[]]; readonly most: number };

/** How long names may be, by type: the service quotas and API references of each service. */
const limits: Readonly<Record<string, Limit>> = {
  'AWS::S3::Bucket': { at: ['BucketName'], most: 63 },
  'AWS::Lambda::Function': { at: ['FunctionName'], most: 64 },
  'AWS::IAM::Role': { at: ['RoleName'], most: 64 },
  'AWS::SQS::Queue': { at: ['QueueName'], most: 80 },
  'AWS::Events::Rule': { at: ['Name'], most: 64 },
  'AWS::Events::EventBus': { at: ['Name'], most: 256 },
  'AWS::CloudWatch::Alarm': { at: ['AlarmName'], most: 255 },
  'AWS::CloudWatch::Dashboard': { at: ['DashboardName'], most: 255 },
  'AWS::Logs::QueryDefinition': { at: ['Name'], most: 255 },
  'AWS::KinesisFirehose::DeliveryStream': { at: ['DeliveryStreamName'], most: 64 },
  'AWS::Kinesis::Stream': { at: ['Name'], most: 128 },
  'AWS::DynamoDB::Table': { at: ['TableName'], most: 255 },
  'AWS::Athena::WorkGroup': { at: ['Name'], most: 128 },
  'AWS::Glue::Database': { at: ['DatabaseInput', 'Name'], most: 255 },
  'AWS::Glue::Crawler': { at: ['Name'], most: 255 },
  'AWS::Logs::LogGroup': { at: ['LogGroupName'], most: 512 },
  'AWS::SecretsManager::Secret': { at: ['Name'], most: 512 },
};

/** Refuses to package a stack in which a name is longer than its service takes. */
export function nameLengths(framework: Framework): Hooks {
  return {
    'before:aws:package:finalize:saveServiceState'() {
      const region = framework.getProvider('aws').getRegion();
      const mistakes = longNames(framework.service.provider.compiledCloudFormationTemplate.Resources, region);
      if (mistakes.length > 0)
        throw new framework.classes.Error(
          `${mistakes.join('\n')}\nChoose a shorter --stage, or a shorter LAKE_PREFIX.`,
          'TRIBUTARY_NAME_TOO_LONG',
        );
    },
  };
}

/** Names that are too long, in a line each. */
export function longNames(resources: Readonly<Record<string, Resource>>, region: string): readonly string[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    const limit = limits[Type];
    const name = limit && nameAt(Properties, limit.at, region);
    if (limit === undefined || name === undefined || name.length <= limit.most) return [];
    const over = name.length - limit.most;
    return [
      `${id} (${Type}) would be named ${name}: ${name.length} characters, ${over} more than the ${limit.most} that it may have.`,
    ];
  });
}

function nameAt(properties: unknown, path: readonly string[], region: string): string | undefined {
  let value = properties;
  for (const part of path) value = isRecord(value) ? value[part] : undefined;
  const text = isRecord(value) ? value['Fn::Sub'] : value;
  if (typeof text !== 'string') return undefined;
  return text.replaceAll(`\${AWS::AccountId}`, '0'.repeat(12)).replaceAll(`\${AWS::Region}`, region);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
