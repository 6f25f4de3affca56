import type { Permission } from '../../kernel/permission.ts';
import { invalidParameter } from './fault.ts';
import type { Notification, Subscription } from './record.ts';
import type { SnsStore } from './store.ts';

/** What SNS's operations stand on. */
export type Sns = {
  readonly store: SnsStore;
  /** Stores a delivery to each of the topic's confirmed subscriptions that want it. */
  deliver(notification: Notification): void;
  /** Sends an endpoint the token that its subscription is confirmed with. */
  askToConfirm(subscription: Subscription): void;
};

/** The permission for `action` on what the input names; policies of topics decide for their subscriptions too. */
export function on(action: string, arn: string | undefined): readonly Permission[] {
  return [{ action: `SNS:${action}`, resource: arn ?? '' }];
}

export const onTopic =
  (action: string) =>
  ({ TopicArn }: { readonly TopicArn?: string | undefined }) =>
    on(action, TopicArn);

/** Throws InvalidParameter for what is no ARN of a topic, or of a subscription, here. */
export function checkArn(arn: string | undefined, name: 'TopicArn' | 'SubscriptionArn'): void {
  const parts = (arn ?? '').split(':');
  if (parts[0] !== 'arn' || parts[2] !== 'sns' || parts.length !== (name === 'TopicArn' ? 6 : 7))
    throw invalidParameter(name);
}
