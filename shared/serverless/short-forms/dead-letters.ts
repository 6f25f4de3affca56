import * as z from 'zod';
import type { Resource } from '../framework.ts';
import { alarmOf } from './alarm.ts';
import type { Expand } from './form.ts';

/** `senders`: logical ids of the rules whose calls that failed come here. */
const deadLetters = z.strictObject({
  name: z.string(),
  alarm: z.string(),
  senders: z.array(z.string()).default([]),
  condition: z.string().optional(),
});

const twoWeeks = 1_209_600;

/** `<id>DeadLetters`, which keeps what failed for two weeks, its alarm, and who may send to it. */
export const expandDeadLetters: Expand = (id, properties, { prefix }) => {
  const { name, alarm, senders, condition } = deadLetters.parse(properties);
  const queue = `${id}DeadLetters`;
  return {
    ...deadLettersOf(queue, { name, alarm, prefix }),
    ...(senders.length > 0 && { [`${queue}Policy`]: policyOf([queue], senders, condition) }),
  };
};

export function deadLettersOf(
  queue: string,
  { name, alarm, prefix }: { readonly name: string; readonly alarm: string; readonly prefix: string },
): Readonly<Record<string, Resource>> {
  return {
    [queue]: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `${prefix}-${name}-dead`,
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: twoWeeks,
      },
    },
    [`${queue}Alarm`]: alarmOf(
      {
        name: `${name}-dead`,
        description: alarm,
        namespace: 'AWS/SQS',
        metric: 'ApproximateNumberOfMessagesVisible',
        of: { QueueName: { 'Fn::GetAtt': [queue, 'QueueName'] } },
        statistic: 'Maximum',
        seconds: 60,
      },
      prefix,
    ),
  };
}

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** Rules, and nobody else, may send to the queues. */
export function policyOf(queues: readonly string[], rules: readonly string[], condition?: string): Resource {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    ...(condition !== undefined && { Condition: condition }),
    Properties: {
      Queues: queues.map((queue) => ({ Ref: queue })),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queues.map(arnOf),
            Condition: { ArnEquals: { 'aws:SourceArn': rules.map(arnOf) } },
          },
        ],
      },
    },
  };
}
