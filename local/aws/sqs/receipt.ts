import { AwsError } from '../../kernel/error.ts';
import { invalidParameter } from './fault.ts';
import type { StoredMessage } from './record.ts';
import type { OpenQueue } from './store.ts';

/** What a receiver gets to name a message that it holds. */
export function receiptHandle({ key, receipt = '' }: StoredMessage): string {
  return Buffer.from(`${key} ${receipt}`).toString('base64');
}

/** The message of a handle; undefined when it is gone or somebody has received it since. Throws ReceiptHandleIsInvalid. */
export function heldMessage(queue: OpenQueue, handle: string | undefined): StoredMessage | undefined {
  const [key = '', receipt = ''] = Buffer.from(handle ?? '', 'base64')
    .toString()
    .split(' ');
  if (!/^[0-9a-f-]{36}$/.test(key) || !/^[0-9a-f-]{36}$/.test(receipt))
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  const message = queue.messages.find(key);
  return message?.receipt === receipt ? message : undefined;
}

/** On a FIFO queue a receipt ends with its visibility timeout. */
export function checkNotExpired(queue: OpenQueue, message: StoredMessage, now: number): void {
  if (queue.isFifo && message.visibleAt <= now)
    throw invalidParameter(
      `Value ${receiptHandle(message)} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
}
