import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { controlMessage } from './envelope.ts';
import { groupArn, type SubscriptionFilter } from './store.ts';

type Kind = 'firehose' | 'kinesis' | 'lambda';

/** Who delivers: the filter's role, or CloudWatch Logs itself for a function, which must allow it. */
function callerOf(cloud: Cloud, filter: SubscriptionFilter): Caller {
  if (filter.roleArn !== undefined && !filter.destinationArn.startsWith('arn:aws:lambda:'))
    return { kind: 'role', roleArn: filter.roleArn, sessionName: 'CloudWatchLogs' };
  const sourceArn = `${groupArn(cloud, filter.group)}:*`;
  return { kind: 'service', principal: 'logs.amazonaws.com', sourceArn };
}

export function destinationKind(arn: string): Kind {
  const service = arn.split(':')[2];
  if (service === 'firehose' || service === 'kinesis' || service === 'lambda') return service;
  throw notCovered(`CloudWatch Logs subscriptions to ${arn}`);
}

/** Sends one compressed envelope; throws what the destination answers. */
export async function send(
  cloud: Cloud,
  filter: SubscriptionFilter,
  record: Buffer,
  partitionKey: string,
): Promise<void> {
  const caller = callerOf(cloud, filter);
  const arn = filter.destinationArn;
  const kind = destinationKind(arn);
  if (kind === 'firehose') {
    const DeliveryStreamName = arn.slice(arn.lastIndexOf('/') + 1);
    await cloud.call(caller, 'firehose', 'PutRecord', { DeliveryStreamName, Record: { Data: record } });
  } else if (kind === 'kinesis') {
    await cloud.call(caller, 'kinesis', 'PutRecord', { StreamARN: arn, Data: record, PartitionKey: partitionKey });
  } else {
    const Payload = Buffer.from(JSON.stringify({ awslogs: { data: record.toString('base64') } }));
    await cloud.call(caller, 'lambda', 'Invoke', { FunctionName: arn, InvocationType: 'Event', Payload });
  }
}

const untested: Readonly<Record<Kind, string>> = {
  firehose:
    'Could not deliver test message to specified Firehose stream. Check if the given Firehose stream is in ACTIVE state.',
  kinesis:
    'Could not deliver test message to specified Kinesis stream. Check if the given kinesis stream is in ACTIVE state.',
  lambda:
    'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
};

/** Tries a new filter's destination: a control message for streams, a dry run for functions. */
export async function tryDestination(cloud: Cloud, filter: SubscriptionFilter): Promise<void> {
  const kind = destinationKind(filter.destinationArn);
  if (kind !== 'lambda' && filter.roleArn === undefined)
    throw new AwsError('InvalidParameterException', 'destinationArn for vendor firehose or kinesis needs a roleArn.');
  try {
    if (kind === 'lambda') {
      const dryRun = { FunctionName: filter.destinationArn, InvocationType: 'DryRun' } as const;
      await cloud.call(callerOf(cloud, filter), 'lambda', 'Invoke', dryRun);
    } else {
      const name = kind === 'firehose' ? 'Firehose' : 'Kinesis';
      await send(cloud, filter, controlMessage(name, cloud.clock.now()), filter.name);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    cloud.log('warn', `The destination of subscription filter ${filter.name} was not reached`, { reason });
    throw new AwsError('InvalidParameterException', untested[kind]);
  }
}
