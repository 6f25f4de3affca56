import { operation } from '../../kernel/operation.ts';
import { invalidParameter } from './fault.ts';
import { page } from './page.ts';
import { checkArn, on, onTopic, type Sns } from './sns.ts';
import { checkTopicAttributes, defaultPolicy } from './topic-attributes.ts';

export const createTopic = ({ store }: Sns) =>
  operation('sns', 'CreateTopic', {
    permissions: ({ Name = '' }, { cloud }) =>
      on('CreateTopic', `arn:aws:sns:${cloud.region}:${cloud.account}:${Name}`),
    handle({ Name = '', Attributes = {}, Tags = [], DataProtectionPolicy }, { cloud }) {
      if (!/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(Name)) throw invalidParameter('Topic Name');
      const isFifo = Name.endsWith('.fifo');
      checkTopicAttributes({
        ...Attributes,
        ...(isFifo && { FifoTopic: 'true' }),
        ...(DataProtectionPolicy !== undefined && { DataProtectionPolicy }),
      });
      const arn = `arn:aws:sns:${cloud.region}:${cloud.account}:${Name}`;
      const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      const existing = store.topics.get(arn);
      if (existing === undefined) store.topics.put(arn, { arn, attributes: Attributes, tags });
      else if (Object.entries(Attributes).some(([name, value]) => existing.attributes[name] !== value))
        throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
      else if (Object.entries(tags).some(([key, value]) => existing.tags[key] !== value))
        throw invalidParameter('Tags Reason: Topic already exists with different tags');
      return { TopicArn: arn };
    },
  });

/** A topic's subscriptions go with it. */
export const deleteTopic = ({ store }: Sns) =>
  operation('sns', 'DeleteTopic', {
    permissions: onTopic('DeleteTopic'),
    handle({ TopicArn = '' }) {
      checkArn(TopicArn, 'TopicArn');
      for (const { arn } of store.subscriptionsOf(TopicArn)) store.subscriptions.delete(arn);
      store.topics.delete(TopicArn);
      return {};
    },
  });

export const listTopics = ({ store }: Sns) =>
  operation('sns', 'ListTopics', {
    permissions: (_input, { cloud }) => on('ListTopics', `arn:aws:sns:${cloud.region}:${cloud.account}:*`),
    handle({ NextToken }) {
      const { items, next } = page([...store.topics.keys()].toSorted(), NextToken);
      return { Topics: items.map((TopicArn) => ({ TopicArn })), ...next };
    },
  });

export const getTopicAttributes = ({ store }: Sns) =>
  operation('sns', 'GetTopicAttributes', {
    permissions: onTopic('GetTopicAttributes'),
    handle({ TopicArn }, { cloud }) {
      checkArn(TopicArn, 'TopicArn');
      const { arn, attributes } = store.topic(TopicArn);
      const all = store.subscriptionsOf(arn);
      const confirmed = all.filter((each) => each.confirmed).length;
      return {
        Attributes: {
          DisplayName: '',
          ...attributes,
          TopicArn: arn,
          Owner: cloud.account,
          Policy: attributes.Policy || defaultPolicy(arn, cloud.account),
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(all.length - confirmed),
          SubscriptionsDeleted: '0',
          EffectiveDeliveryPolicy: JSON.stringify({
            http: { defaultHealthyRetryPolicy: { minDelayTarget: 20, maxDelayTarget: 20, numRetries: 3 } },
          }),
        },
      };
    },
  });

export const setTopicAttributes = ({ store }: Sns) =>
  operation('sns', 'SetTopicAttributes', {
    permissions: onTopic('SetTopicAttributes'),
    handle({ TopicArn, AttributeName = '', AttributeValue = '' }) {
      checkArn(TopicArn, 'TopicArn');
      const topic = store.topic(TopicArn);
      checkTopicAttributes({ [AttributeName]: AttributeValue });
      const { [AttributeName]: _before, ...others } = topic.attributes;
      const attributes = AttributeValue === '' ? others : { ...others, [AttributeName]: AttributeValue };
      store.topics.put(topic.arn, { ...topic, attributes });
      return {};
    },
  });
