import type { Cloud } from '../../kernel/cloud.ts';
import type { Notification, Subscription } from './record.ts';

/** A notification for one subscription. */
export type Sending = {
  readonly cloud: Cloud;
  readonly subscription: Subscription;
  readonly notification: Notification;
};

export function isRaw({ attributes }: Subscription): boolean {
  return attributes.RawMessageDelivery?.toLowerCase() === 'true';
}

/** Nothing verifies signatures here, and nobody signs: the words say so where a signature would be. */
const signature = 'bm90IHNpZ25lZCBieSB0aGUgbG9jYWwgY2xvdWQ=';

/** Where a subscription is confirmed and ended by a link, without credentials. */
export function confirmUrl({ endpoint }: Pick<Cloud, 'endpoint'>, { topicArn, token }: Subscription): string {
  return `${endpoint}/_lake/sns/confirm?TopicArn=${topicArn}&Token=${token}`;
}

function signed(cloud: Pick<Cloud, 'endpoint' | 'region'>, at: number) {
  return {
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: signature,
    certificate: `https://sns.${cloud.region}.amazonaws.com/SimpleNotificationService-local.pem`,
  };
}

function unsubscribeUrl(cloud: Pick<Cloud, 'endpoint'>, arn: string): string {
  return `${cloud.endpoint}/?Action=Unsubscribe&SubscriptionArn=${arn}`;
}

function attributesOf({ attributes }: Notification) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type: Type, value: Value }]) => [name, { Type, Value }]),
  );
}

/** The text for this protocol, where the message has several. */
export function textOf({ message, byProtocol }: Notification, { protocol }: Subscription): string {
  return byProtocol?.[protocol] ?? message;
}

type Place = Pick<Cloud, 'endpoint' | 'region'>;

/** What queues and HTTP endpoints get. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export function notificationJson(cloud: Place, notification: Notification, subscription: Subscription): string {
  const { certificate: SigningCertURL, ...rest } = signed(cloud, notification.publishedAt);
  const MessageAttributes = attributesOf(notification);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: notification.messageId,
    TopicArn: notification.topicArn,
    ...(notification.subject !== undefined && { Subject: notification.subject }),
    Message: textOf(notification, subscription),
    ...rest,
    SigningCertURL,
    UnsubscribeURL: unsubscribeUrl(cloud, subscription.arn),
    ...(Object.keys(MessageAttributes).length > 0 && { MessageAttributes }),
  });
}

/** What a function gets. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(cloud: Place, notification: Notification, subscription: Subscription): string {
  const { certificate: SigningCertUrl, ...rest } = signed(cloud, notification.publishedAt);
  const Sns = {
    Type: 'Notification',
    MessageId: notification.messageId,
    TopicArn: notification.topicArn,
    Subject: notification.subject ?? null,
    Message: textOf(notification, subscription),
    ...rest,
    SigningCertUrl,
    UnsubscribeUrl: unsubscribeUrl(cloud, subscription.arn),
    MessageAttributes: attributesOf(notification),
  };
  return JSON.stringify({
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns }],
  });
}

/** What asks an HTTP endpoint to confirm that it wants to be one. */
export function confirmationJson(cloud: Place, subscription: Subscription, messageId: string, at: number): string {
  const { topicArn: TopicArn, token: Token } = subscription;
  const { certificate: SigningCertURL, ...rest } = signed(cloud, at);
  return JSON.stringify({
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token,
    TopicArn,
    Message: `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: confirmUrl(cloud, subscription),
    ...rest,
    SigningCertURL,
  });
}
