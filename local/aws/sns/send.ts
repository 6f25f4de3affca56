import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { isRaw, lambdaEvent, notificationJson, type Sending, textOf } from './envelope.ts';
import { postConfirmation, postNotification } from './post.ts';
import type { Delivery, Protocol, StoredAttribute, Subscription } from './record.ts';
import { deadLetterQueue } from './subscription-attributes.ts';

/** One attempt; throws what the endpoint answers. */
export async function send(cloud: Cloud, delivery: Delivery, subscription: Subscription): Promise<void> {
  const { notification, id } = delivery;
  if (notification === undefined) return postConfirmation(cloud, subscription, id);
  await senders[subscription.protocol]({ cloud, subscription, notification });
}

const senders: Readonly<Record<Protocol, (sending: Sending) => Promise<void>>> = {
  sqs: (sending) => sendToQueue(sending, sending.subscription.endpoint),
  lambda: sendToFunction,
  http: postNotification,
  https: postNotification,
  email: sayMail,
  'email-json': sayMail,
};

/** Queues and functions are called by SNS itself: their own policies allow it to the topic. */
function asService({ topicArn }: Subscription): Caller {
  return { kind: 'service', principal: 'sns.amazonaws.com', sourceArn: topicArn };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
const maxRawAttributes = 10;

async function sendToQueue({ cloud, subscription, notification }: Sending, queueArn: string): Promise<void> {
  const [account, name] = queueArn.split(':').slice(4);
  const raw = isRaw(subscription);
  if (raw && Object.keys(notification.attributes).length > maxRawAttributes)
    throw new AwsError('InvalidParameterValue', `A raw message has at most ${maxRawAttributes} attributes.`);
  await cloud.call(asService(subscription), 'sqs', 'SendMessage', {
    QueueUrl: `${cloud.endpoint}/${account}/${name}`,
    MessageBody: raw ? textOf(notification, subscription) : notificationJson(cloud, notification, subscription),
    ...(raw && { MessageAttributes: sqsAttributes(notification.attributes) }),
  });
}

function sqsAttributes(
  attributes: Readonly<Record<string, StoredAttribute>>,
): Readonly<Record<string, MessageAttributeValue>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type: DataType, value }]) => [
      name,
      DataType.startsWith('Binary')
        ? { DataType, BinaryValue: Buffer.from(value, 'base64') }
        : { DataType, StringValue: value },
    ]),
  );
}

async function sendToFunction({ cloud, subscription, notification }: Sending): Promise<void> {
  await cloud.call(asService(subscription), 'lambda', 'Invoke', {
    FunctionName: subscription.endpoint,
    InvocationType: 'Event',
    Payload: Buffer.from(lambdaEvent(cloud, notification, subscription)),
  });
}

/** No mail leaves this machine: the cloud's log has what it would say. */
async function sayMail({ cloud, subscription, notification }: Sending): Promise<void> {
  cloud.log('info', `SNS would send a mail to ${subscription.endpoint}`, {
    topic: subscription.topicArn,
    subject: notification.subject ?? 'AWS Notification Message',
    text: textOf(notification, subscription),
  });
}

/** What could not be delivered goes to the subscription's dead-letter queue as it would have been delivered to a queue. */
export async function sendDeadLetter(
  cloud: Cloud,
  { notification }: Delivery,
  subscription: Subscription,
  error: Error,
): Promise<void> {
  const fields = { subscription: subscription.arn, endpoint: subscription.endpoint, error: error.message };
  const queue = deadLetterQueue(subscription.attributes);
  if (queue === undefined || notification === undefined)
    return cloud.log('error', 'SNS dropped a message: its subscription has no dead-letter queue', fields);
  cloud.log('warn', 'SNS sent a message to a dead-letter queue', fields);
  await sendToQueue({ cloud, subscription, notification }, queue).catch((cause: unknown) =>
    cloud.log('error', 'SNS dropped a message: its dead-letter queue does not take it', {
      ...fields,
      queue,
      cause: String(cause),
    }),
  );
}
