import { randomUUID } from 'node:crypto';
import type { BatchResultErrorEntry } from '@aws-sdk/client-sns';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { checkMessage, maxMessageBytes, messageBytes, type Published, textsByProtocol } from './check-message.ts';
import { checkKey } from './encryption.ts';
import { type Notification, storeAttributes, type Topic } from './record.ts';
import { checkArn, on, onTopic, type Sns } from './sns.ts';

/** A message is taken when every delivery of it is stored. */
export const publish = (sns: Sns) =>
  operation('sns', 'Publish', {
    permissions: ({ TopicArn, TargetArn }) => on('Publish', TopicArn ?? TargetArn),
    async handle({ TopicArn, TargetArn, PhoneNumber, ...published }, context) {
      if (PhoneNumber !== undefined) throw notCovered('text messages (SNS to a PhoneNumber)');
      const arn = TopicArn ?? TargetArn;
      checkArn(arn, 'TopicArn');
      const topic = sns.store.topic(arn);
      const notification = read(topic, published, context);
      await checkKey(topic, context);
      sns.deliver(notification);
      return { MessageId: notification.messageId };
    },
  });

const maxEntries = 10;

export const publishBatch = (sns: Sns) =>
  operation('sns', 'PublishBatch', {
    permissions: onTopic('Publish'),
    async handle({ TopicArn, PublishBatchRequestEntries: entries = [] }, context) {
      checkArn(TopicArn, 'TopicArn');
      const topic = sns.store.topic(TopicArn);
      checkEntries(entries);
      await checkKey(topic, context);
      const Successful: { Id: string; MessageId: string }[] = [];
      const Failed: BatchResultErrorEntry[] = [];
      for (const { Id = '', ...published } of entries)
        try {
          const notification = read(topic, published, context);
          sns.deliver(notification);
          Successful.push({ Id, MessageId: notification.messageId });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
        }
      return { Successful, Failed };
    },
  });

type Entry = Published & { readonly Id?: string | undefined };

function checkEntries(entries: readonly Entry[]): void {
  const ids = entries.map(({ Id = '' }) => Id);
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > maxEntries)
    throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id)))
    throw new AwsError(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  if (entries.reduce((sum, entry) => sum + messageBytes(entry), 0) > maxMessageBytes)
    throw new AwsError(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    );
}

function read({ arn }: Topic, published: Published, { cloud }: Context): Notification {
  checkMessage(published);
  if (published.MessageGroupId !== undefined) throw notCovered('MessageGroupId of a topic that is not FIFO');
  const byProtocol = textsByProtocol(published);
  const { Message = '', Subject, MessageAttributes = {} } = published;
  return {
    messageId: randomUUID(),
    topicArn: arn,
    message: byProtocol?.default ?? Message,
    ...(byProtocol !== undefined && { byProtocol }),
    ...(Subject !== undefined && { subject: Subject }),
    attributes: storeAttributes(MessageAttributes),
    publishedAt: cloud.clock.now(),
  };
}
