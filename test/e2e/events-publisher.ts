import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';

export type Outgoing = { readonly content: Buffer; readonly messageId: string; readonly type: string };

// What is sent and not yet confirmed, and sent again when the connection is lost.
const windowSize = 2000;

/** Publishes messages in their order, each at least once, whatever becomes of the broker meanwhile; told how many are confirmed. */
export async function publishAll(
  url: string,
  queue: string,
  messages: readonly Outgoing[],
  onConfirmed: (count: number) => void,
): Promise<void> {
  let confirmed = 0;
  while (confirmed < messages.length) {
    try {
      await publishFrom(confirmed, (count) => {
        confirmed = count;
        onConfirmed(count);
      });
    } catch {
      await sleep(250);
    }
  }

  async function publishFrom(first: number, onWindow: (count: number) => void): Promise<void> {
    const connection = await connect(url, { timeout: 5000 });
    connection.on('error', () => undefined);
    try {
      const channel = await connection.createConfirmChannel();
      channel.on('error', () => undefined);
      const closed = once(connection, 'close').then(() => Promise.reject(new Error('the connection was closed')));
      closed.catch(() => undefined);
      for (let at = first; at < messages.length; at += windowSize) {
        const window = messages.slice(at, at + windowSize);
        for (const { content, messageId, type } of window) {
          channel.sendToQueue(queue, content, { messageId, type, persistent: true, contentType: 'application/json' });
        }
        await Promise.race([channel.waitForConfirms(), closed]);
        onWindow(at + window.length);
      }
    } finally {
      await connection.close().catch(() => undefined);
    }
  }
}

/** A durable queue, as the product's operators declare it. */
export async function declareQueue(url: string, queue: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true });
  await connection.close();
}

/** Messages that are ready in a queue. */
export async function readyMessages(url: string, queue: string): Promise<number> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { messageCount } = await channel.checkQueue(queue);
  await connection.close();
  return messageCount;
}
