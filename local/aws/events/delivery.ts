import { randomUUID } from 'node:crypto';
import type { Target } from '@aws-sdk/client-eventbridge';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { sendDeadLetter } from './dead-letter.ts';
import type { BusEvent } from './event.ts';
import { createLanes } from './lanes.ts';
import { countOfRule } from './metrics.ts';
import type { Delivery, Exhaustion, RuleRecord } from './record.ts';
import type { EventStore } from './store.ts';
import type { SendToTarget } from './target.ts';

/** Carries events to targets: at least once, kept on disk until they have arrived or are given up. */
export type Courier = {
  /** Stores a delivery per target; they start at once. */
  take(event: BusEvent, rule: RuleRecord): void;
  /** Takes up what an earlier process left. */
  start(): void;
  /** Resolves when no attempt is under way. */
  stop(): Promise<void>;
};

const maxAtOnce = 32;
const firstRetryMs = 1000;
const longestRetryMs = 300_000;
const defaultAttempts = 185;
const defaultAgeSeconds = 86_400;
/** How far a fault puts a delivery behind those after it. */
const reorderMs = 1500;

export function createCourier(cloud: Cloud, store: EventStore, send: SendToTarget): Courier {
  const lanes = createLanes(maxAtOnce, (error) =>
    cloud.log('error', 'EventBridge lost track of a delivery', { error: String(error) }),
  );
  const enqueue = (delivery: Delivery) => {
    const wait = Math.max(0, delivery.due - cloud.clock.now());
    cloud.clock.after(wait, () => lanes.run(() => attempt(delivery)));
  };
  const attempt = async (delivery: Delivery): Promise<void> => {
    try {
      await send(delivery);
      countOfRule(cloud, delivery, 'Invocations');
      store.deliveries.delete(delivery.id);
    } catch (error) {
      if (!lanes.closed()) await retryOrBury(delivery, asAwsError(error));
    }
  };
  const retryOrBury = async (delivery: Delivery, error: AwsError): Promise<void> => {
    const due = cloud.clock.now() + backoffMs(delivery.attempts);
    const next = { ...delivery, attempts: delivery.attempts + 1, due };
    const end = isPermanent(error) ? 'permanent' : exhaustion(next);
    if (end === undefined) {
      store.deliveries.put(next.id, next);
      enqueue(next);
      return;
    }
    countOfRule(cloud, next, 'FailedInvocations');
    await sendDeadLetter(cloud, next, error, end);
    store.deliveries.delete(delivery.id);
  };

  return {
    take(event, rule) {
      for (const target of rule.targets)
        for (const due of dueTimes(cloud, rule, target, store)) {
          const delivery = newDelivery(cloud, event, { rule, target, due, ruleArn: store.ruleArn(rule) });
          store.deliveries.put(delivery.id, delivery);
          enqueue(delivery);
        }
    },
    start() {
      for (const delivery of store.deliveries.values()) enqueue(delivery);
    },
    stop: lanes.close,
  };
}

/** One delivery now, unless a fault doubles, delays or loses it. */
function dueTimes(cloud: Cloud, rule: RuleRecord, target: Target, store: EventStore): readonly number[] {
  const now = cloud.clock.now();
  const faults = cloud.faults.strike('events:deliver', `${store.ruleArn(rule)} ${target.Arn ?? ''}`);
  const kinds = new Set(faults.map(({ kind }) => kind));
  if (kinds.has('lose')) return [];
  const due = kinds.has('reorder') ? now + reorderMs : now;
  return kinds.has('duplicate') ? [due, due] : [due];
}

type Parts = { readonly rule: RuleRecord; readonly target: Target; readonly due: number; readonly ruleArn: string };

function newDelivery(cloud: Cloud, event: BusEvent, { rule, target, due, ruleArn }: Parts): Delivery {
  const accepted = cloud.clock.now();
  return { id: randomUUID(), event, ruleArn, ruleName: rule.name, target, accepted, attempts: 0, due };
}

/** Exponential, with full jitter above half. */
function backoffMs(attempts: number): number {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** attempts);
  return longest / 2 + (Math.random() * longest) / 2;
}

function exhaustion({ target, attempts, accepted, due }: Delivery): Exhaustion | undefined {
  const { MaximumRetryAttempts = defaultAttempts, MaximumEventAgeInSeconds = defaultAgeSeconds } =
    target.RetryPolicy ?? {};
  if (attempts > MaximumRetryAttempts) return 'MaximumRetryAttempts';
  return due > accepted + MaximumEventAgeInSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
}

/** A missing permission or a target that is gone is not tried again. */
function isPermanent({ code }: AwsError): boolean {
  return /^(AccessDenied|AccessDeniedException|ResourceNotFoundException|QueueDoesNotExist|NotImplemented|ValidationException|InvalidParameterValue|AuthorizationError|NotFound|KMSAccessDenied|KMSNotFound)$/.test(
    code,
  );
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError('InternalException', error instanceof Error ? error.message : String(error), 500);
}
