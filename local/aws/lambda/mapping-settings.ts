import type { CreateEventSourceMappingRequest, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { Caller } from '../../kernel/caller.ts';
import { notCovered } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { readFilters } from './mappings/filter.ts';
import { checkFailureDestination } from './mappings/kinesis-failure.ts';
import { brokerDefaults, checkBrokerRole, checkBrokerSettings } from './mq-settings.ts';
import { invalid } from './refusal.ts';
import type { Configuration, Mapping } from './store.ts';

export type MappingSettings = Partial<
  Omit<CreateEventSourceMappingRequest, 'FunctionName' | 'EventSourceArn' | 'Tags' | 'Enabled'>
>;

const refused = [
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'SelfManagedEventSource',
  'AmazonManagedKafkaEventSourceConfig',
  'SelfManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
  'ProvisionedPollerConfig',
  'KMSKeyArn',
  'LoggingConfig',
] as const;

const streamOnly = [
  'StartingPosition',
  'StartingPositionTimestamp',
  'ParallelizationFactor',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'DestinationConfig',
  'TumblingWindowInSeconds',
] as const;

const pollActions: Readonly<Record<string, readonly string[]>> = {
  sqs: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  kinesis: ['GetRecords', 'GetShardIterator', 'DescribeStreamSummary', 'ListShards'],
};

export function serviceOf(eventSourceArn: string): string {
  return eventSourceArn.split(':')[2] ?? '';
}

/** What a mapping has unless it is told otherwise. */
export function defaultSettings(eventSourceArn: string) {
  if (serviceOf(eventSourceArn) === 'mq') return brokerDefaults;
  if (serviceOf(eventSourceArn) !== 'kinesis') return { BatchSize: 10, MaximumBatchingWindowInSeconds: 0 };
  return {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    BisectBatchOnFunctionError: false,
    TumblingWindowInSeconds: 0,
    FunctionResponseTypes: [],
  };
}

/** Throws for what AWS refuses, and NotImplemented for event sources and settings that do not run here. */
export function checkSettings(eventSourceArn: string, settings: MappingSettings): void {
  const service = serviceOf(eventSourceArn);
  if (service === 'mq') checkBrokerSettings(settings);
  else if (pollActions[service] !== undefined) checkPolled(service, settings);
  else throw notCovered(`Lambda event sources of ${service || eventSourceArn}`);
}

function checkPolled(service: string, settings: MappingSettings): void {
  for (const key of refused)
    if (settings[key] !== undefined) throw notCovered(`the event source mapping setting ${key}`);
  const wrong = service === 'sqs' ? streamOnly : (['ScalingConfig'] as const);
  for (const key of wrong)
    if (settings[key] !== undefined)
      throw invalid(`Unsupported event source parameter ${key} for event source type ${service.toUpperCase()}`);
  checkNumbers(service, settings);
  if (service === 'kinesis') checkStream(settings);
  readFilters(settings.FilterCriteria);
}

function checkNumbers(service: string, settings: MappingSettings): void {
  const { BatchSize = service === 'sqs' ? 10 : 100, MaximumBatchingWindowInSeconds: window = 0 } = settings;
  if (service === 'sqs' && BatchSize > 10 && window < 1)
    throw invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
}

function checkStream(settings: MappingSettings): void {
  const { StartingPosition: position, StartingPositionTimestamp: timestamp, MaximumRecordAgeInSeconds: age } = settings;
  if (position === undefined)
    throw invalid('1 validation error detected: StartingPosition must not be null for stream event sources');
  if ((position === 'AT_TIMESTAMP') !== (timestamp !== undefined))
    throw invalid('StartingPositionTimestamp goes with the starting position AT_TIMESTAMP, and only with that one.');
  if (age !== undefined && age > -1 && age < 60)
    throw invalid(`MaximumRecordAgeInSeconds is -1 or at least 60, not ${age}.`);
  checkFailureDestination(settings.DestinationConfig?.OnFailure?.Destination);
}

/** Throws unless the function's role may read the source, as AWS checks when the mapping is made. */
export function checkRoleReads(
  configuration: Configuration,
  eventSourceArn: string,
  settings: MappingSettings,
  { cloud }: Context,
): void {
  const service = serviceOf(eventSourceArn);
  const sessionName = configuration.FunctionName;
  const role: Caller = { kind: 'role', roleArn: configuration.Role, sessionName };
  if (service === 'mq') checkBrokerRole(cloud, role, eventSourceArn, settings);
  for (const action of pollActions[service] ?? []) {
    try {
      cloud.authorize(role, { action: `${service}:${action}`, resource: eventSourceArn });
    } catch {
      throw invalid(
        `The function execution role does not have permissions to call ${action} on ${service.toUpperCase()}`,
      );
    }
  }
}

export function toMappingAnswer(mapping: Mapping): EventSourceMappingConfiguration {
  const { enabled, LastModified, createdAt: _createdAt, StartingPositionTimestamp, ...rest } = mapping;
  return {
    ...rest,
    LastModified: new Date(LastModified),
    State: enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    ...(StartingPositionTimestamp === undefined
      ? {}
      : { StartingPositionTimestamp: new Date(StartingPositionTimestamp) }),
  };
}
