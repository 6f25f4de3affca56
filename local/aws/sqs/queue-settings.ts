import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { checkAttributes, checkTogether } from './queue-attributes.ts';
import { checkRedrive } from './redrive-check.ts';
import { onQueue, permission, queueOf, type Sqs } from './sqs.ts';
import type { OpenQueue } from './store.ts';

export const getQueueUrl = (sqs: Sqs) =>
  operation('sqs', 'GetQueueUrl', {
    permissions: (input, { cloud }) => [permission('GetQueueUrl', cloud, input.QueueName ?? '')],
    handle: (input) => ({ QueueUrl: sqs.store.url(sqs.store.open(input.QueueName ?? '').record.name) }),
  });

export const getQueueAttributes = (sqs: Sqs) =>
  operation('sqs', 'GetQueueAttributes', {
    permissions: onQueue('GetQueueAttributes'),
    handle(input) {
      const all = allAttributes(queueOf(sqs, input));
      const wanted = new Set<string>(input.AttributeNames ?? []);
      for (const name of wanted)
        if (name !== 'All' && !(name in all) && !optional.has(name))
          throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
      const chosen = Object.entries(all).filter(([name]) => wanted.has('All') || wanted.has(name));
      return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
    },
  });

export const setQueueAttributes = (sqs: Sqs) =>
  operation('sqs', 'SetQueueAttributes', {
    permissions: onQueue('SetQueueAttributes'),
    handle(input, { cloud }) {
      const { record, isFifo } = queueOf(sqs, input);
      const given = input.Attributes ?? {};
      checkAttributes(given, isFifo);
      if (given.FifoQueue !== undefined && !isFifo)
        throw new AwsError('InvalidAttributeValue', 'You cannot change the type of an existing queue.');
      checkRedrive(sqs, record.name, given);
      const attributes = { ...record.attributes, ...given };
      checkTogether(given, attributes);
      sqs.store.queues.put(record.name, { ...record, attributes, modified: cloud.clock.now() });
      return {};
    },
  });

/** Attributes that a queue may have or not. */
const optional = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
]);

function allAttributes({ record, arn, attributes, messages }: OpenQueue): Readonly<Record<string, string>> {
  const { visible, inFlight, delayed } = messages.counts();
  return {
    ...attributes,
    QueueArn: arn,
    CreatedTimestamp: String(Math.floor(record.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(record.modified / 1000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
