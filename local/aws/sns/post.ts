import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { confirmationJson, isRaw, notificationJson, type Sending, textOf } from './envelope.ts';
import type { Subscription } from './record.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html: how long an endpoint has for its answer. */
const answerWithinMs = 15_000;

type Post = { readonly type: string; readonly messageId: string; readonly body: string; readonly raw?: boolean };

export async function postNotification({ cloud, subscription, notification }: Sending): Promise<void> {
  const raw = isRaw(subscription);
  const body = raw ? textOf(notification, subscription) : notificationJson(cloud, notification, subscription);
  await post(subscription, { type: 'Notification', messageId: notification.messageId, body, raw });
}

export async function postConfirmation(cloud: Cloud, subscription: Subscription, messageId: string): Promise<void> {
  const body = confirmationJson(cloud, subscription, messageId, cloud.clock.now());
  await post(subscription, { type: 'SubscriptionConfirmation', messageId, body });
}

/** Statuses of 400 to 499 but 429 say that another attempt is in vain. Redirects are not followed. */
async function post(subscription: Subscription, { type, messageId, body, raw = false }: Post): Promise<void> {
  const { topicArn, arn, endpoint } = subscription;
  const response = await fetch(endpoint, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(answerWithinMs),
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': type,
      'x-amz-sns-message-id': messageId,
      'x-amz-sns-topic-arn': topicArn,
      ...(type === 'Notification' && { 'x-amz-sns-subscription-arn': arn }),
      ...(raw && { 'x-amz-sns-rawdelivery': 'true' }),
    },
    body,
  });
  await response.body?.cancel();
  if (response.ok) return;
  const isFinal = response.status >= 400 && response.status < 500 && response.status !== 429;
  const text = `${endpoint} answered ${response.status}`;
  throw isFinal ? new AwsError('ClientError', text) : new Error(text);
}
