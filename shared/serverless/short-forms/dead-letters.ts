import * as z from 'zod';
import type { Resource } from '../framework.ts';
import { alarmOf, told } from './alarm.ts';
import type { Expand, Naming } from './form.ts';

/** What the alarm at the first dead letter says; `means` of the data, the rest unless told the same for all. */
export const deadLettersTold = {
  wrong: told.wrong.optional(),
  means: told.means,
  begin: told.begin.default('lake replay dead-letters'),
};

/** `senders`: logical ids of the rules whose calls that failed come here. */
const deadLetters = z.strictObject({
  name: z.string(),
  ...deadLettersTold,
  senders: z.array(z.string()).default([]),
  condition: z.string().optional(),
});

const twoWeeks = 1_209_600;

/** `<id>DeadLetters`, which keeps what failed for two weeks, its alarm, and who may send to it. */
export const expandDeadLetters: Expand = (id, properties, naming) => {
  const { senders, condition, ...form } = deadLetters.parse(properties);
  const queue = `${id}DeadLetters`;
  return {
    ...deadLettersOf(queue, form, naming),
    ...(senders.length > 0 && { [`${queue}Policy`]: policyOf([queue], senders, condition) }),
  };
};

type Form = {
  readonly name: string;
  readonly wrong?: string | undefined;
  readonly means: string;
  readonly begin: string;
};

export function deadLettersOf(queue: string, form: Form, naming: Naming): Readonly<Record<string, Resource>> {
  const { name, means, begin } = form;
  const { wrong = `What failed too often lies in the dead-letter queue ${naming.prefix}-${name}-dead.` } = form;
  return {
    [queue]: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `${naming.prefix}-${name}-dead`,
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: twoWeeks,
      },
    },
    [`${queue}Alarm`]: alarmOf(
      {
        name: `dead-letters.${name}`,
        wrong,
        means: `${means} It is kept for two weeks.`,
        begin,
        namespace: 'AWS/SQS',
        metric: 'ApproximateNumberOfMessagesVisible',
        of: { QueueName: { 'Fn::GetAtt': [queue, 'QueueName'] } },
        statistic: 'Maximum',
        seconds: 60,
      },
      naming,
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
