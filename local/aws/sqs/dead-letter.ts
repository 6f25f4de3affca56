import type { StoredMessage } from './record.ts';
import type { OpenQueue } from './store.ts';

/** Puts a message that was received too often into the dead-letter queue; a standard queue's keeps its age. */
export function bury(message: StoredMessage, source: OpenQueue, target: OpenQueue): void {
  target.messages.send({
    ...content(message),
    messageId: message.messageId,
    ...(target.isFifo ? {} : { sentAt: message.sentAt }),
    deadLetterSource: source.arn,
    delaySeconds: 0,
  });
}

/** Brings a dead letter back, as a new message. */
export function redrive(message: StoredMessage, target: OpenQueue): void {
  target.messages.send({ ...content(message), delaySeconds: 0 });
}

/** Puts a second copy of a message into its queue, as a standard queue may deliver it twice. */
export function duplicate(message: StoredMessage, queue: OpenQueue): void {
  const { messageId, sentAt } = message;
  queue.messages.send({ ...content(message), messageId, sentAt, isDuplicate: true, delaySeconds: 0 });
}

function content({ body, attributes, senderId, traceHeader, groupId, deduplicationId }: StoredMessage) {
  return {
    body,
    attributes,
    senderId,
    ...(traceHeader !== undefined && { traceHeader }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}
