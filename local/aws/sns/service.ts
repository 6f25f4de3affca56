import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createCourier } from './courier.ts';
import { publish, publishBatch } from './publish.ts';
import { subscriptionResource } from './resources/subscription.ts';
import { topicResource } from './resources/topic.ts';
import { topicPolicyResource } from './resources/topic-policy.ts';
import type { Sns } from './sns.ts';
import { openSnsStore, topicArnOf } from './store.ts';
import { confirmSubscription, subscribe, unsubscribe } from './subscribe.ts';
import {
  getSubscriptionAttributes,
  listSubscriptions,
  listSubscriptionsByTopic,
  setSubscriptionAttributes,
} from './subscriptions.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { defaultPolicy } from './topic-attributes.ts';
import { createTopic, deleteTopic, getTopicAttributes, listTopics, setTopicAttributes } from './topics.ts';

const makers = [
  confirmSubscription,
  createTopic,
  deleteTopic,
  getSubscriptionAttributes,
  getTopicAttributes,
  listSubscriptions,
  listSubscriptionsByTopic,
  listTagsForResource,
  listTopics,
  publish,
  publishBatch,
  setSubscriptionAttributes,
  setTopicAttributes,
  subscribe,
  tagResource,
  unsubscribe,
  untagResource,
];

/** Amazon SNS: standard topics, and deliveries that survive the process. */
export function createSns(cloud: Cloud): Service {
  const store = openSnsStore(cloud);
  const courier = createCourier(cloud, store);
  const sns: Sns = { store, deliver: courier.deliver, askToConfirm: courier.askToConfirm };
  return {
    name: 'sns',
    operations: makers.map((make) => make(sns)),
    resources: [topicResource, subscriptionResource, topicPolicyResource],
    resourcePolicy(arn) {
      const topic = store.topics.get(topicArnOf(arn));
      return topic && (topic.attributes.Policy || defaultPolicy(topic.arn, cloud.account));
    },
    start: courier.start,
    stop: courier.stop,
  };
}
