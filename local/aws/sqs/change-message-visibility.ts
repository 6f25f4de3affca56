import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { batch } from './batch.ts';
import { invalidParameter } from './fault.ts';
import { heldMessage } from './receipt.ts';
import { onQueue, queueOf, type Sqs } from './sqs.ts';
import type { OpenQueue } from './store.ts';

type Change = { readonly ReceiptHandle?: string | undefined; readonly VisibilityTimeout?: number | undefined };

export const changeMessageVisibility = (sqs: Sqs) =>
  operation('sqs', 'ChangeMessageVisibility', {
    permissions: onQueue('ChangeMessageVisibility'),
    handle: (input, context) => change(queueOf(sqs, input), input, context),
  });

export const changeMessageVisibilityBatch = (sqs: Sqs) =>
  operation('sqs', 'ChangeMessageVisibilityBatch', {
    permissions: onQueue('ChangeMessageVisibility'),
    handle(input, context) {
      const queue = queueOf(sqs, input);
      return batch(input.Entries ?? [], (entry) => change(queue, entry, context));
    },
  });

function change(queue: OpenQueue, { ReceiptHandle, VisibilityTimeout = -1 }: Change, { cloud }: Context) {
  if (!Number.isInteger(VisibilityTimeout) || VisibilityTimeout < 0 || VisibilityTimeout > 43_200)
    throw invalidParameter(
      `Value ${VisibilityTimeout} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
    );
  const message = heldMessage(queue, ReceiptHandle);
  const now = cloud.clock.now();
  if (!message || message.visibleAt <= now)
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  queue.messages.changeVisibility(message.key, now + VisibilityTimeout * 1000);
  return {};
}
