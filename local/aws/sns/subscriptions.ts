import { operation } from '../../kernel/operation.ts';
import { page } from './page.ts';
import type { Subscription } from './record.ts';
import { checkArn, on, onTopic, type Sns } from './sns.ts';
import { checkSubscriptionAttributes, describeSubscription } from './subscription-attributes.ts';

export const listSubscriptions = ({ store }: Sns) =>
  operation('sns', 'ListSubscriptions', {
    permissions: (_input, { cloud }) => on('ListSubscriptions', `arn:aws:sns:${cloud.region}:${cloud.account}:*`),
    handle: ({ NextToken }, { cloud }) => listed([...store.subscriptions.values()], NextToken, cloud.account),
  });

export const listSubscriptionsByTopic = ({ store }: Sns) =>
  operation('sns', 'ListSubscriptionsByTopic', {
    permissions: onTopic('ListSubscriptionsByTopic'),
    handle({ TopicArn, NextToken }, { cloud }) {
      checkArn(TopicArn, 'TopicArn');
      return listed(store.subscriptionsOf(store.topic(TopicArn).arn), NextToken, cloud.account);
    },
  });

function listed(all: readonly Subscription[], token: string | undefined, Owner: string) {
  const { items, next } = page(
    all.toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
    token,
  );
  const Subscriptions = items.map(({ arn, topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint, confirmed }) => ({
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    TopicArn,
    Protocol,
    Endpoint,
    Owner,
  }));
  return { Subscriptions, ...next };
}

export const getSubscriptionAttributes = ({ store }: Sns) =>
  operation('sns', 'GetSubscriptionAttributes', {
    permissions: ({ SubscriptionArn }) => on('GetSubscriptionAttributes', SubscriptionArn),
    handle({ SubscriptionArn }, { cloud }) {
      checkArn(SubscriptionArn, 'SubscriptionArn');
      return { Attributes: describeSubscription(store.subscription(SubscriptionArn), cloud.account) };
    },
  });

export const setSubscriptionAttributes = ({ store }: Sns) =>
  operation('sns', 'SetSubscriptionAttributes', {
    permissions: ({ SubscriptionArn }) => on('SetSubscriptionAttributes', SubscriptionArn),
    handle({ SubscriptionArn, AttributeName = '', AttributeValue = '' }) {
      checkArn(SubscriptionArn, 'SubscriptionArn');
      const subscription = store.subscription(SubscriptionArn);
      const { [AttributeName]: _before, ...others } = subscription.attributes;
      const attributes = AttributeValue === '' ? others : { ...others, [AttributeName]: AttributeValue };
      checkSubscriptionAttributes(subscription.protocol, { ...attributes, [AttributeName]: AttributeValue });
      store.subscriptions.put(subscription.arn, { ...subscription, attributes });
      return {};
    },
  });
