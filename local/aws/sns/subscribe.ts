import { randomBytes, randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { operation } from '../../kernel/operation.ts';
import { readEndpoint } from './endpoint.ts';
import { invalidParameter } from './fault.ts';
import type { Subscription } from './record.ts';
import { checkArn, on, onTopic, type Sns } from './sns.ts';
import { checkSubscriptionAttributes } from './subscription-attributes.ts';

/** Queues and functions are subscribed at once, an HTTP endpoint once it has sent its token back, an address as soon as the cloud has said so. */
export const subscribe = (sns: Sns) =>
  operation('sns', 'Subscribe', {
    permissions: onTopic('Subscribe'),
    handle({ TopicArn, Attributes = {}, ReturnSubscriptionArn, ...given }, { cloud }) {
      checkArn(TopicArn, 'TopicArn');
      const topicArn = sns.store.topic(TopicArn).arn;
      const { protocol, endpoint } = readEndpoint(given.Protocol, given.Endpoint ?? '');
      checkSubscriptionAttributes(protocol, Attributes);
      const subscription =
        findEarlier(sns, { topicArn, protocol, endpoint }, Attributes) ??
        begin(sns, cloud, { topicArn, protocol, endpoint, attributes: Attributes });
      if (!subscription.confirmed) sns.askToConfirm(subscription);
      const isAsked = !subscription.confirmed || protocol.startsWith('email');
      return { SubscriptionArn: isAsked && !ReturnSubscriptionArn ? 'pending confirmation' : subscription.arn };
    },
  });

type Wanted = Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint'>;

/** An endpoint is subscribed once. Throws InvalidParameter where it was with other attributes. */
function findEarlier(
  { store }: Sns,
  { topicArn, protocol, endpoint }: Wanted,
  attributes: Subscription['attributes'],
): Subscription | undefined {
  const earlier = store
    .subscriptionsOf(topicArn)
    .find((each) => each.protocol === protocol && each.endpoint === endpoint);
  const differs = Object.entries(attributes).some(([name, value]) => earlier?.attributes[name] !== value);
  if (earlier !== undefined && differs)
    throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
  return earlier;
}

function begin({ store }: Sns, cloud: Cloud, wanted: Wanted & Pick<Subscription, 'attributes'>): Subscription {
  const arn = `${wanted.topicArn}:${randomUUID()}`;
  const confirmed = !wanted.protocol.startsWith('http');
  const subscription = { ...wanted, arn, confirmed, token: randomBytes(64).toString('hex') };
  store.subscriptions.put(arn, subscription);
  if (wanted.protocol.startsWith('email'))
    cloud.log(
      'info',
      'SNS would ask an address by mail to confirm its subscription; here it is confirmed at once, and no mail is ever sent',
      { topic: wanted.topicArn, address: wanted.endpoint },
    );
  return subscription;
}

export const confirmSubscription = ({ store }: Sns) =>
  operation('sns', 'ConfirmSubscription', {
    permissions: onTopic('ConfirmSubscription'),
    handle({ TopicArn, Token }) {
      checkArn(TopicArn, 'TopicArn');
      store.topic(TopicArn);
      const subscription = store.subscriptionsOf(TopicArn ?? '').find(({ token }) => token === Token);
      if (subscription === undefined) throw invalidParameter('Token');
      store.subscriptions.put(subscription.arn, { ...subscription, confirmed: true });
      return { SubscriptionArn: subscription.arn };
    },
  });

export const unsubscribe = ({ store }: Sns) =>
  operation('sns', 'Unsubscribe', {
    permissions: ({ SubscriptionArn }) => on('Unsubscribe', SubscriptionArn),
    handle({ SubscriptionArn = '' }) {
      checkArn(SubscriptionArn, 'SubscriptionArn');
      store.subscriptions.delete(SubscriptionArn);
      return {};
    },
  });
