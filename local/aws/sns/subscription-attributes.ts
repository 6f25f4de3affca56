import { notCovered } from '../../kernel/error.ts';
import { invalidParameter } from './fault.ts';
import { checkFilterPolicy } from './filter-policy.ts';
import type { Protocol, Subscription } from './record.ts';

type Attributes = Readonly<Record<string, string>>;

const settable = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'];
const uncovered = ['DeliveryPolicy', 'ReplayPolicy', 'SubscriptionRoleArn'];
const rawProtocols: readonly Protocol[] = ['sqs', 'http', 'https'];

/** Throws for attributes of a subscription that SNS refuses, NotImplemented for those that do nothing here. */
export function checkSubscriptionAttributes(protocol: Protocol, given: Attributes): void {
  for (const name of Object.keys(given)) {
    if (uncovered.includes(name)) throw notCovered(`the subscription attribute ${name}`);
    if (!settable.includes(name)) throw invalidParameter('AttributeName');
  }
  checkRaw(protocol, given.RawMessageDelivery);
  checkFilterPolicy(given.FilterPolicy ?? '', given.FilterPolicyScope);
  if (given.RedrivePolicy !== undefined && given.RedrivePolicy !== '') checkRedrive(given.RedrivePolicy);
}

function checkRaw(protocol: Protocol, raw: string | undefined): void {
  if (raw === undefined) return;
  if (!/^(true|false)$/i.test(raw)) throw invalidParameter('Attributes Reason: RawMessageDelivery: Invalid value');
  if (raw.toLowerCase() === 'true' && !rawProtocols.includes(protocol))
    throw invalidParameter(`Attributes Reason: Delivery protocol [${protocol}] does not support raw message delivery.`);
}

function checkRedrive(text: string): void {
  const queue = deadLetterQueue({ RedrivePolicy: text });
  if (queue === undefined) throw invalidParameter('RedrivePolicy: failed to parse JSON, or no deadLetterTargetArn');
  if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]+$/.test(queue))
    throw invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
}

/** The ARN of the queue that takes what cannot be delivered. */
export function deadLetterQueue({ RedrivePolicy = '' }: Attributes): string | undefined {
  try {
    const policy: unknown = JSON.parse(RedrivePolicy);
    const found = typeof policy === 'object' && policy !== null && 'deadLetterTargetArn' in policy;
    return found ? String(policy.deadLetterTargetArn) : undefined;
  } catch {
    return undefined;
  }
}

export function describeSubscription(subscription: Subscription, account: string): Record<string, string> {
  const { arn, topicArn, protocol, endpoint, confirmed, attributes } = subscription;
  return {
    RawMessageDelivery: 'false',
    ...(attributes.FilterPolicy !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
    ...attributes,
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    Owner: account,
    PendingConfirmation: String(!confirmed),
    ConfirmationWasAuthenticated: String(protocol === 'sqs' || protocol === 'lambda'),
  };
}
