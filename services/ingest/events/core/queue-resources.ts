import { createHash } from 'node:crypto';

import type { Settings } from './settings.ts';

type Resources = Readonly<Record<string, object>>;

type QueueSettings = Pick<Settings, 'brokerArn' | 'brokerSecret'> & {
  readonly vhost: string;
  /** `<service>-<stage>`, with which names begin. */
  readonly name: string;
};

/**
 * What CloudFormation makes of each queue: a mapping of Lambda's for `bridge`, which takes one queue each, and a schedule for `drain`, so that each
 * has one consumer. The first queue's have the names that they had when there could be only one; a queue that is added leaves the others alone.
 */
export function queueResources(queues: readonly string[], settings: QueueSettings): Resources {
  const named = queues.map((queue, index) => ({ queue, suffix: index === 0 ? '' : suffixOf(queue) }));
  return {
    ...Object.fromEntries(named.map(({ queue, suffix }) => [`BridgeSource${suffix}`, bridgeSource(queue, settings)])),
    ...Object.fromEntries(
      named.map(({ queue, suffix }) => [`DrainSchedule${suffix}`, schedule({ queue, suffix }, settings)]),
    ),
    ...Object.fromEntries(named.map(({ suffix }) => [`DrainPermission${suffix}`, permission(suffix)])),
    DrainDeadLettersPolicy: deadLettersPolicy(named.map(({ suffix }) => suffix)),
  };
}

/** Logical ids have letters and digits only. */
function suffixOf(queue: string): string {
  return createHash('sha256').update(queue).digest('hex').slice(0, 8).toUpperCase();
}

function bridgeSource(queue: string, { brokerArn, brokerSecret, vhost }: QueueSettings): object {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Condition: 'HasBroker',
    DependsOn: 'BridgeReadsBroker',
    Properties: {
      FunctionName: { 'Fn::GetAtt': ['BridgeLambdaFunction', 'Arn'] },
      EventSourceArn: brokerArn,
      Queues: [queue],
      SourceAccessConfigurations: [
        { Type: 'BASIC_AUTH', URI: brokerSecret },
        { Type: 'VIRTUAL_HOST', URI: vhost },
      ],
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 1,
    },
  };
}

type Named = { readonly queue: string; readonly suffix: string };

function schedule({ queue, suffix }: Named, { name }: QueueSettings): object {
  return {
    Type: 'AWS::Events::Rule',
    Condition: 'Drains',
    Properties: {
      Name: `${name}-drain-schedule${suffix === '' ? '' : `-${suffix.toLowerCase()}`}`,
      ScheduleExpression: 'rate(1 minute)',
      Targets: [
        {
          Id: 'drain',
          Arn: { 'Fn::GetAtt': ['DrainLambdaFunction', 'Arn'] },
          Input: JSON.stringify({ queue }),
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DrainDeadLetters', 'Arn'] } },
        },
      ],
    },
  };
}

function permission(suffix: string): object {
  return {
    Type: 'AWS::Lambda::Permission',
    Condition: 'Drains',
    Properties: {
      FunctionName: { Ref: 'DrainLambdaFunction' },
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [`DrainSchedule${suffix}`, 'Arn'] },
    },
  };
}

function deadLettersPolicy(suffixes: readonly string[]): object {
  const rules = suffixes.map((suffix) => ({ 'Fn::GetAtt': [`DrainSchedule${suffix}`, 'Arn'] }));
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Condition: 'Drains',
    Properties: {
      Queues: [{ Ref: 'DrainDeadLetters' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': ['DrainDeadLetters', 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': rules.length === 1 ? rules[0] : rules } },
          },
        ],
      },
    },
  };
}
