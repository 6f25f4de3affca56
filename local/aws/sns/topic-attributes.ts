import { notCovered } from '../../kernel/error.ts';
import { readPolicyDocument } from '../iam/policy-document.ts';
import { invalidParameter } from './fault.ts';

type Check = (value: string) => void;

const anything: Check = () => undefined;

const oneOf =
  (name: string, ...allowed: readonly string[]): Check =>
  (value) => {
    if (!allowed.includes(value)) throw invalidParameter(`Attributes Reason: ${name} must be one of ${allowed}`);
  };

/** The attributes that can be set; https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html has more, refused by name. */
const checks: Readonly<Record<string, Check>> = {
  DisplayName(value) {
    if (Buffer.byteLength(value) > 100) throw invalidParameter('DisplayName Reason: too long');
  },
  KmsMasterKeyId: anything,
  Policy(value) {
    if (value !== '') readPolicy(value);
  },
  SignatureVersion: oneOf('SignatureVersion', '1', '2'),
  TracingConfig: oneOf('TracingConfig', 'PassThrough', 'Active'),
  FifoTopic: oneOf('FifoTopic', 'false'),
};

const uncovered = /^(DeliveryPolicy|DataProtectionPolicy|ArchivePolicy|ContentBasedDeduplication|FifoThroughputScope)$/;
const uncoveredFeedback = /^(HTTP|Firehose|Lambda|Application|SQS)(Success|Failure)Feedback(RoleArn|SampleRate)$/;

export function checkTopicAttributes(given: Readonly<Record<string, string>>): void {
  if (given.FifoTopic === 'true') throw notCovered('FIFO topics');
  for (const [name, value] of Object.entries(given)) {
    if (uncovered.test(name) || uncoveredFeedback.test(name)) throw notCovered(`the topic attribute ${name}`);
    const check = checks[name];
    if (check === undefined) throw invalidParameter('AttributeName');
    check(value);
  }
}

function readPolicy(text: string): void {
  try {
    readPolicyDocument(text);
  } catch (error) {
    throw invalidParameter(`Policy Error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a topic has until another policy is set: the account's own may use it, CloudWatch's alarms among them. */
export function defaultPolicy(topicArn: string, account: string): string {
  const actions =
    'GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic Publish';
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.split(' ').map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}
