import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf, type Sqs } from './sqs.ts';

export const deleteQueue = (sqs: Sqs) =>
  operation('sqs', 'DeleteQueue', {
    permissions: onQueue('DeleteQueue'),
    handle(input) {
      sqs.store.remove(queueOf(sqs, input).record.name);
      return {};
    },
  });

const purgePauseMs = 60_000;

export const purgeQueue = (sqs: Sqs) => {
  const purged = new Map<string, number>();
  return operation('sqs', 'PurgeQueue', {
    permissions: onQueue('PurgeQueue'),
    handle(input, { cloud }) {
      const { record, messages } = queueOf(sqs, input);
      const now = cloud.clock.now();
      if (now - (purged.get(record.name) ?? Number.NEGATIVE_INFINITY) < purgePauseMs)
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${record.name} is allowed every 60 seconds.`,
        );
      purged.set(record.name, now);
      messages.purge();
      return {};
    },
  });
};
