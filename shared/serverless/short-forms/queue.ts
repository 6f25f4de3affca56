import * as z from 'zod';
import type { Resource } from '../framework.ts';
import { arnOf, deadLettersOf, policyOf } from './dead-letters.ts';
import type { Expand } from './form.ts';

const rule = z.strictObject({
  name: z.string(),
  bus: z.unknown().optional(),
  pattern: z.record(z.string(), z.unknown()).optional(),
  schedule: z.string().optional(),
  /** The message, where it is not the event. */
  input: z.string().optional(),
});

/** `condition`: under which its rules exist. */
const queue = z.strictObject({
  name: z.string(),
  retrySeconds: z.union([z.number(), z.string()]),
  maxReceives: z.union([z.number(), z.string()]),
  alarm: z.string(),
  condition: z.string().optional(),
  rules: z.record(z.string(), rule),
});

type Rule = z.infer<typeof rule>;
type Queue = z.infer<typeof queue>;

const twoWeeks = 1_209_600;

/**
 * `<id>Queue`, from which a function reads what rules of EventBridge send, and where what failed waits for its next turn; `<id>DeadLetters`
 * for what failed too often, with its alarm; who may send to both; the rules.
 */
export const expandQueue: Expand = (id, properties, { prefix }) => {
  const form = queue.parse(properties);
  const { name, alarm, condition, rules } = form;
  const dead = `${id}DeadLetters`;
  const ruleOf = (each: Rule) => ruleResource(each, { id, form, prefix });
  return {
    [`${id}Queue`]: queueResource(form, { dead, prefix }),
    ...deadLettersOf(dead, { name, alarm, prefix }),
    [`${id}QueuePolicy`]: policyOf([`${id}Queue`, dead], Object.keys(rules), condition),
    ...Object.fromEntries(Object.entries(rules).map(([ruleId, each]) => [ruleId, ruleOf(each)])),
  };
};

function queueResource(form: Queue, { dead, prefix }: { readonly dead: string; readonly prefix: string }): Resource {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: `${prefix}-${form.name}`,
      SqsManagedSseEnabled: true,
      VisibilityTimeout: form.retrySeconds,
      MessageRetentionPeriod: twoWeeks,
      RedrivePolicy: { deadLetterTargetArn: arnOf(dead), maxReceiveCount: form.maxReceives },
    },
  };
}

type Owner = { readonly id: string; readonly form: Queue; readonly prefix: string };

function ruleResource({ name, bus, pattern, schedule, input }: Rule, { id, form, prefix }: Owner): Resource {
  return {
    Type: 'AWS::Events::Rule',
    ...(form.condition !== undefined && { Condition: form.condition }),
    Properties: {
      Name: `${prefix}-${name}`,
      ...(bus !== undefined && { EventBusName: bus }),
      ...(pattern !== undefined && { EventPattern: pattern }),
      ...(schedule !== undefined && { ScheduleExpression: schedule }),
      Targets: [
        {
          Id: form.name,
          Arn: arnOf(`${id}Queue`),
          ...(input !== undefined && { Input: input }),
          DeadLetterConfig: { Arn: arnOf(`${id}DeadLetters`) },
        },
      ],
    },
  };
}
