import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import { missingParameter } from './fault.ts';
import type { QueueMetrics } from './metrics.ts';
import type { OpenQueue, SqsStore } from './store.ts';

/** What SQS's operations stand on. */
export type Sqs = {
  readonly store: SqsStore;
  /** Long polls under way: each is ended by its function when the service stops. */
  readonly polls: Set<() => void>;
  readonly metrics: QueueMetrics;
  stopped(): boolean;
};

type QueueInput = { readonly QueueUrl?: string | undefined };

/** The queue that a URL (or, as the console does, a bare name) points to. Throws QueueDoesNotExist. */
export function queueOf(sqs: Sqs, { QueueUrl }: QueueInput): OpenQueue {
  if (QueueUrl === undefined || QueueUrl === '') throw missingParameter('QueueUrl');
  return sqs.store.open(lastPart(QueueUrl, '/'));
}

/** The permission for `action` on the queue that the input names. */
export function onQueue(action: string) {
  return ({ QueueUrl = '' }: QueueInput, { cloud }: Context): readonly Permission[] => [
    permission(action, cloud, lastPart(QueueUrl, '/')),
  ];
}

export function permission(action: string, cloud: Context['cloud'], name: string): Permission {
  return { action: `sqs:${action}`, resource: `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}` };
}

export function queueName(arn: string): string {
  return lastPart(arn, ':');
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
