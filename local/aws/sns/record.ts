import type { MessageAttributeValue } from '@aws-sdk/client-sns';

export type Topic = {
  readonly arn: string;
  /** What was set, by SNS's names; defaults are not in it. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

export type Subscription = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** Nothing is delivered before it is confirmed, with the token. */
  readonly confirmed: boolean;
  readonly token: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export const protocols = ['sqs', 'lambda', 'http', 'https', 'email', 'email-json'] as const;
export type Protocol = (typeof protocols)[number];

/** An attribute as the journal keeps it: binary values in base64. */
export type StoredAttribute = { readonly type: string; readonly value: string };

/** What was published. */
export type Notification = {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** The text of a protocol, where they differ. */
  readonly byProtocol?: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
  readonly publishedAt: number;
};

/** A notification on its way to one subscription, kept until it has arrived or is given up; without one, its confirmation. */
export type Delivery = {
  readonly id: string;
  readonly subscriptionArn: string;
  readonly notification?: Notification;
  readonly attempts: number;
  readonly due: number;
};

export function storeAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): Readonly<Record<string, StoredAttribute>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType: type = '', StringValue = '', BinaryValue }]) => [
      name,
      { type, value: BinaryValue === undefined ? StringValue : Buffer.from(BinaryValue).toString('base64') },
    ]),
  );
}
