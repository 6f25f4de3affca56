import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import { openCompactingJournal } from '../../kernel/compacting-journal.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { noSubscription, noTopic } from './fault.ts';
import type { Delivery, Subscription, Topic } from './record.ts';

/** SNS's state: topics and subscriptions by ARN, and deliveries under way. */
export type SnsStore = {
  readonly topics: Journal<Topic>;
  readonly subscriptions: Journal<Subscription>;
  readonly deliveries: Journal<Delivery>;
  /** Throws NotFound. */
  topic(arn: string | undefined): Topic;
  /** Throws NotFound. */
  subscription(arn: string | undefined): Subscription;
  subscriptionsOf(topicArn: string): readonly Subscription[];
};

export function openSnsStore(cloud: Pick<Cloud, 'stateDir'>): SnsStore {
  const dir = join(cloud.stateDir, 'sns');
  const topics = openJournal<Topic>(join(dir, 'topics.jsonl'));
  const subscriptions = openJournal<Subscription>(join(dir, 'subscriptions.jsonl'));
  return {
    topics,
    subscriptions,
    deliveries: openCompactingJournal<Delivery>(join(dir, 'deliveries.jsonl')),
    topic(arn) {
      const topic = topics.get(arn ?? '');
      if (topic === undefined) throw noTopic();
      return topic;
    },
    subscription(arn) {
      const subscription = subscriptions.get(arn ?? '');
      if (subscription === undefined) throw noSubscription();
      return subscription;
    },
    subscriptionsOf: (topicArn) => [...subscriptions.values()].filter((each) => each.topicArn === topicArn),
  };
}

/** The ARN of the topic that a subscription's ARN begins with. */
export function topicArnOf(arn: string): string {
  return arn.split(':').slice(0, 6).join(':');
}
