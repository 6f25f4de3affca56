import type { ChannelModel } from 'amqplib';

/** The queue is a stream: acknowledged messages stay in it, and a consumer gets only what comes while it is there. */
export class StreamQueueError extends Error {
  override readonly name = 'StreamQueueError';
}

// A refused question is an error in the broker's log: not every minute. A queue that becomes a stream keeps what is missed meanwhile.
const askAgainMs = 15 * 60_000;
const askedAt = new Map<string, number>();

/**
 * Throws StreamQueueError where a queue is a stream. Nothing in AMQP says what a queue is; but RabbitMQ refuses an offset (406) for any
 * other, since 3.9, which was the first to have streams.
 */
export async function refuseStream(model: ChannelModel, queue: string, now: number): Promise<void> {
  const known = askedAt.get(queue);
  if ((known !== undefined && now - known < askAgainMs) || !hasStreams(model)) return;
  if (await takesOffset(model, queue)) {
    throw new StreamQueueError(
      `the queue ${queue} is a stream, which keeps no account of what was read: bind a quorum queue to its exchange, and drain that`,
    );
  }
  askedAt.set(queue, now);
}

function hasStreams({ connection: { serverProperties } }: ChannelModel): boolean {
  const { product, version }: { readonly product?: unknown; readonly version?: unknown } = serverProperties;
  const [major = 0, minor = 0] = String(version).split('.').map(Number);
  return product === 'RabbitMQ' && (major > 3 || (major === 3 && minor >= 9));
}

async function takesOffset(model: ChannelModel, queue: string): Promise<boolean> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  await channel.prefetch(1);
  try {
    await channel.consume(queue, () => undefined, { arguments: { 'x-stream-offset': 'next' } });
  } catch (error) {
    if (error instanceof Error && /\bx-stream-offset\b/.test(error.message)) return false;
    throw error;
  }
  await channel.close();
  return true;
}
