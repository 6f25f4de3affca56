import { createAckWindow } from '../../core/amqp/ack-window.ts';
import { type Queue, readDelivery } from '../../core/amqp/delivery.ts';
import type { Counts } from '../../core/messages/counts.ts';
import { createDelivery, type DeliveryPorts } from '../../delivery/delivery.ts';
import type { Broker } from './broker.ts';

/** Why a session came to its end. `overloaded`: so many bytes were in hand that fewer messages have to be asked for. */
export type SessionEnd =
  | { readonly kind: 'idle' | 'time' }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'overloaded'; readonly largestBytes: number }
  | { readonly kind: 'failed'; readonly error: Error };

export type SessionOptions = {
  readonly broker: Broker;
  readonly queue: Queue;
  readonly prefetch: number;
  readonly idleMs: number;
  /** No message is asked for after `stopAt`; what is in hand may take until `signal` aborts. Milliseconds since 1970. */
  readonly stopAt: number;
  readonly signal: AbortSignal;
  readonly maxBytesInHand: number;
  readonly ports: DeliveryPorts;
  readonly counts: Counts;
};

const tickMs = 100;

/**
 * Consumes a queue on one channel until it has been idle, time is up or something breaks. A message is acknowledged when it is where
 * it belongs and not before; what is not acknowledged at the end is in the queue again.
 */
export async function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { ports, counts, queue, maxBytesInHand } = options;
  const abort = new AbortController();
  const signal = AbortSignal.any([options.signal, abort.signal]);
  const inHand = new Map<number, number>();
  let bytesInHand = 0;
  let largestBytes = 0;
  let lastMessageAt = ports.now();
  let isFlushing = false;
  let end: (reason: SessionEnd) => void = () => undefined;
  const ended = new Promise<SessionEnd>((resolve) => {
    end = resolve;
  });

  const acks = createAckWindow((tag, upTo) => consumer?.ack(tag, upTo));
  const onDone = (tag: number) => {
    bytesInHand -= inHand.get(tag) ?? 0;
    inHand.delete(tag);
    acks.done(tag);
    counts.add('Acknowledged');
    if (isFlushing) return;
    isFlushing = true;
    setImmediate(() => {
      isFlushing = false;
      acks.flush(ports.now());
    });
  };
  const onFailed = (error: Error) => end({ kind: 'failed', error });
  const delivery = createDelivery({ ...ports, counts, signal, onDone, onFailed });

  let consumer: Awaited<ReturnType<Broker['consume']>> | undefined;
  consumer = await options.broker.consume({
    queue: queue.queue,
    prefetch: options.prefetch,
    onMessage: (message) => {
      const { deliveryTag } = message.fields;
      lastMessageAt = ports.now();
      inHand.set(deliveryTag, message.content.length);
      bytesInHand += message.content.length;
      largestBytes = Math.max(largestBytes, message.content.length);
      if (bytesInHand > maxBytesInHand && inHand.size > 1) end({ kind: 'overloaded', largestBytes });
      else delivery.take(readDelivery(message, queue), deliveryTag);
    },
    onLost: (reason) => end({ kind: 'lost', reason }),
  });
  const timer = setInterval(() => {
    const now = ports.now();
    acks.flush(now);
    if (now >= options.stopAt) end({ kind: 'time' });
    else if (inHand.size === 0 && now - lastMessageAt >= options.idleMs) end({ kind: 'idle' });
  }, tickMs);

  const reason = await ended;
  clearInterval(timer);
  try {
    if (reason.kind !== 'idle' && reason.kind !== 'time') return reason;
    await consumer.cancel();
    await delivery.flushed();
    return reason;
  } catch (error) {
    return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
  } finally {
    acks.flush(ports.now(), true);
    abort.abort();
    await consumer.close();
  }
}
