import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { createLanes } from '../events/lanes.ts';
import { passes } from './filter-policy.ts';
import { countDelivery, countPublished } from './metrics.ts';
import type { Delivery, Notification, Protocol, Subscription } from './record.ts';
import { send, sendDeadLetter } from './send.ts';
import type { SnsStore } from './store.ts';

/** Carries notifications to endpoints: at least once, kept on disk until they have arrived or are given up. */
export type Courier = {
  deliver(notification: Notification): void;
  askToConfirm(subscription: Subscription): void;
  /** Takes up what an earlier process left. */
  start(): void;
  /** Resolves when no attempt is under way. */
  stop(): Promise<void>;
};

const maxAtOnce = 32;
const awsDelaysMs = [0, 0, 0, 1_000, 1_000, ...Array.from({ length: 10 }, (_, at) => 2_000 * (at + 1))];
const longestDelayMs = 20_000;

/**
 * To queues and functions 100,015 attempts over 23 days; to HTTP endpoints three retries, which come after a second here and not after 20.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const retries: Readonly<Record<Protocol, { readonly most: number; readonly delaysMs: readonly number[] }>> = {
  sqs: { most: 100_015, delaysMs: awsDelaysMs },
  lambda: { most: 100_015, delaysMs: awsDelaysMs },
  http: { most: 3, delaysMs: [1_000, 1_000, 1_000] },
  https: { most: 3, delaysMs: [1_000, 1_000, 1_000] },
  email: { most: 0, delaysMs: [] },
  'email-json': { most: 0, delaysMs: [] },
};

export function createCourier(cloud: Cloud, store: SnsStore): Courier {
  const lanes = createLanes(maxAtOnce, (error) =>
    cloud.log('error', 'SNS lost track of a delivery', { error: String(error) }),
  );
  const enqueue = (delivery: Delivery) => {
    const wait = Math.max(0, delivery.due - cloud.clock.now());
    cloud.clock.after(wait, () => lanes.run(() => attempt(delivery)));
  };
  const take = (subscription: Subscription, notification?: Notification) => {
    const delivery = {
      id: randomUUID(),
      subscriptionArn: subscription.arn,
      ...(notification && { notification }),
      attempts: 0,
      due: cloud.clock.now(),
    };
    store.deliveries.put(delivery.id, delivery);
    enqueue(delivery);
  };
  const attempt = async (delivery: Delivery): Promise<void> => {
    const subscription = store.subscriptions.get(delivery.subscriptionArn);
    if (subscription === undefined) return void store.deliveries.delete(delivery.id);
    try {
      await send(cloud, delivery, subscription);
      store.deliveries.delete(delivery.id);
      if (delivery.notification) countDelivery(cloud, subscription.topicArn, true);
    } catch (error) {
      if (!lanes.closed()) await retryOrBury(delivery, subscription, error);
    }
  };
  const retryOrBury = async (delivery: Delivery, subscription: Subscription, error: unknown): Promise<void> => {
    const { most, delaysMs } = retries[subscription.protocol];
    if (isPermanent(error) || delivery.attempts >= most) {
      const asError = error instanceof Error ? error : new Error(String(error));
      await sendDeadLetter(cloud, delivery, subscription, asError);
      if (delivery.notification) countDelivery(cloud, subscription.topicArn, false);
      store.deliveries.delete(delivery.id);
      return;
    }
    const due = cloud.clock.now() + (delaysMs[delivery.attempts] ?? longestDelayMs);
    const next = { ...delivery, attempts: delivery.attempts + 1, due };
    store.deliveries.put(next.id, next);
    enqueue(next);
  };
  return {
    deliver(notification) {
      countPublished(cloud, notification);
      for (const subscription of store.subscriptionsOf(notification.topicArn))
        if (subscription.confirmed && passes(subscription, notification)) take(subscription, notification);
    },
    askToConfirm: (subscription) => take(subscription),
    start() {
      for (const delivery of store.deliveries.values()) enqueue(delivery);
    },
    stop: lanes.close,
  };
}

/** What the endpoint refuses is not tried again; what fails on its side is. */
function isPermanent(error: unknown): boolean {
  return error instanceof AwsError && error.status < 500 && !/Throttl|TooManyRequests/.test(error.code);
}
