import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { notCovered } from '../../kernel/error.ts';
import { readFilters } from './mappings/filter.ts';
import { invalid } from './refusal.ts';

type Settings = Partial<CreateEventSourceMappingRequest>;

/** What a mapping of a broker has unless it is told otherwise; its window is half a second then, which no setting can say. */
export const brokerDefaults = { BatchSize: 100 };
export const defaultWindowMs = 500;

const allowed: ReadonlySet<string> = new Set([
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FilterCriteria',
  'Queues',
  'SourceAccessConfigurations',
]);

/** Throws for what Lambda refuses of a mapping of an Amazon MQ broker. Here the brokers are RabbitMQ's. */
export function checkBrokerSettings(settings: Settings): void {
  const stray = Object.entries(settings).find(([name, value]) => value !== undefined && !allowed.has(name));
  if (stray !== undefined) throw invalid(`Unsupported event source parameter ${stray[0]} for event source type MQ`);
  if (settings.Queues?.length !== 1) throw invalid('Queues must name exactly one queue of the broker.');
  for (const { Type = '' } of settings.SourceAccessConfigurations ?? [])
    if (Type !== 'BASIC_AUTH' && Type !== 'VIRTUAL_HOST')
      throw notCovered(`the source access configuration ${Type} of an Amazon MQ event source`);
  if (secretOf(settings) === undefined)
    throw invalid('SourceAccessConfigurations must have BASIC_AUTH, with the ARN of the secret of the broker.');
  readFilters(settings.FilterCriteria);
}

type Access = Pick<Settings, 'SourceAccessConfigurations'>;

/** The ARN of the secret with the broker's user and password. */
export function secretOf({ SourceAccessConfigurations }: Access): string | undefined {
  return SourceAccessConfigurations?.find(({ Type }) => Type === 'BASIC_AUTH')?.URI;
}

export function virtualHostOf({ SourceAccessConfigurations }: Access): string {
  return SourceAccessConfigurations?.find(({ Type }) => Type === 'VIRTUAL_HOST')?.URI ?? '/';
}

/** What Lambda asks of EC2 with the function's role: its pollers are in the broker's VPC. https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html */
const networkActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/** Throws unless the role may see the broker, read its secret and be in its network, as AWS checks when the mapping is made. */
export function checkBrokerRole(cloud: Cloud, role: Caller, eventSourceArn: string, settings: Access): void {
  const needed = [
    { action: 'mq:DescribeBroker', resource: eventSourceArn },
    { action: 'secretsmanager:GetSecretValue', resource: secretOf(settings) ?? '' },
    ...networkActions.map((action) => ({ action, resource: '*' })),
  ];
  for (const { action, resource } of needed) {
    try {
      cloud.authorize(role, { action, resource });
    } catch {
      throw invalid(`The function execution role does not have permissions to call ${action} on ${resource}`);
    }
  }
}
