import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf, type Sqs } from './sqs.ts';

export const tagQueue = (sqs: Sqs) =>
  operation('sqs', 'TagQueue', {
    permissions: onQueue('TagQueue'),
    handle(input) {
      const { record } = queueOf(sqs, input);
      sqs.store.queues.put(record.name, { ...record, tags: { ...record.tags, ...input.Tags } });
      return {};
    },
  });

export const untagQueue = (sqs: Sqs) =>
  operation('sqs', 'UntagQueue', {
    permissions: onQueue('UntagQueue'),
    handle(input) {
      const { record } = queueOf(sqs, input);
      const gone = new Set(input.TagKeys ?? []);
      const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !gone.has(key)));
      sqs.store.queues.put(record.name, { ...record, tags });
      return {};
    },
  });

export const listQueueTags = (sqs: Sqs) =>
  operation('sqs', 'ListQueueTags', {
    permissions: onQueue('ListQueueTags'),
    handle: (input) => ({ Tags: { ...queueOf(sqs, input).record.tags } }),
  });
