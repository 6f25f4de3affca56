import { type Context, operation } from '../../kernel/operation.ts';
import { batch } from './batch.ts';
import { checkNotExpired, heldMessage } from './receipt.ts';
import { onQueue, queueOf, type Sqs } from './sqs.ts';
import type { OpenQueue } from './store.ts';

export const deleteMessage = (sqs: Sqs) =>
  operation('sqs', 'DeleteMessage', {
    permissions: onQueue('DeleteMessage'),
    handle: (input, context) => remove(sqs, queueOf(sqs, input), input.ReceiptHandle, context),
  });

export const deleteMessageBatch = (sqs: Sqs) =>
  operation('sqs', 'DeleteMessageBatch', {
    permissions: onQueue('DeleteMessage'),
    handle(input, context) {
      const queue = queueOf(sqs, input);
      return batch(input.Entries ?? [], (entry) => remove(sqs, queue, entry.ReceiptHandle, context));
    },
  });

/** With an old handle the call succeeds and the message stays, as AWS documents it. */
function remove(sqs: Sqs, queue: OpenQueue, handle: string | undefined, { cloud }: Context) {
  const message = heldMessage(queue, handle);
  if (message) {
    checkNotExpired(queue, message, cloud.clock.now());
    queue.messages.delete(message.key);
    sqs.metrics.count(queue.record.name, 'NumberOfMessagesDeleted', 1);
  }
  return {};
}
