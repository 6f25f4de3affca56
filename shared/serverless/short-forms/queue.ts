import * as z from 'zod';
import type { Resource } from '../framework.ts';
import { arnOf, deadLettersOf, deadLettersTold, policyOf } from './dead-letters.ts';
import type { Expand } from './form.ts';
import { queueAlarms } from './queue-alarms.ts';

const rule = z.strictObject({
  name: z.string(),
  bus: z.unknown().optional(),
  pattern: z.record(z.string(), z.unknown()).optional(),
  schedule: z.string().optional(),
  /** The message, where it is not the event. */
  input: z.string().optional(),
});

/** `means`: what it is for the data that its messages wait or fail; `condition`: under which its rules exist. */
const queue = z.strictObject({
  name: z.string(),
  retrySeconds: z.union([z.number(), z.string()]),
  maxReceives: z.union([z.number(), z.string()]),
  ...deadLettersTold,
  /** Where the thresholds that follow from the rest are not right: seconds that the oldest message, and how many, may wait. */
  ageSeconds: z.number().positive().optional(),
  depth: z.number().int().positive().optional(),
  condition: z.string().optional(),
  /** Without, who sends says so in a role. */
  rules: z.record(z.string(), rule).default({}),
  /** Those that are made of what is declared elsewhere. */
  moreRules: z.record(z.string(), rule).default({}),
});

type Rule = z.infer<typeof rule>;
type Queue = z.infer<typeof queue>;

const twoWeeks = 1_209_600;

/**
 * `<id>Queue`, from which a function reads what rules of EventBridge send, and where what failed waits for its next turn; `<id>DeadLetters`
 * for what failed too often; alarms of both; who may send to both; the rules.
 */
export const expandQueue: Expand = (id, properties, naming) => {
  const { prefix } = naming;
  const form = queue.parse(properties);
  const { condition } = form;
  const rules = { ...form.rules, ...form.moreRules };
  const dead = `${id}DeadLetters`;
  const senders = Object.keys(rules);
  const ruleOf = (each: Rule) => ruleResource(each, { id, form, prefix });
  return {
    [`${id}Queue`]: queueResource(form, { dead, prefix }),
    ...queueAlarms(`${id}Queue`, form, naming),
    ...deadLettersOf(dead, form, naming),
    ...(senders.length > 0 && { [`${id}QueuePolicy`]: policyOf([`${id}Queue`, dead], senders, condition) }),
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
