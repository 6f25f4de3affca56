import { createAckWindow } from '../../core/amqp/ack-window.ts';
import { type Queue, readDelivery } from '../../core/amqp/delivery.ts';
import type { Counts } from '../../core/messages/counts.ts';
import { createDelivery, type DeliveryPorts } from '../../delivery/delivery.ts';
import type { Broker } from './broker.ts';

/**
 * Why a session came to its end. `overloaded`: so many bytes were in hand that fewer messages have to be asked for. `proved`: enough has
 * been stored to ask for more. `stalled`: nothing was stored for a while, until what was in hand was after all.
 */
export type SessionEnd =
  | { readonly kind: 'idle' | 'time' | 'proved' | 'stalled' }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'overloaded'; readonly largestBytes: number }
  /** `isDown`: nothing was stored for a while before it. */
  | { readonly kind: 'failed'; readonly error: Error; readonly isDown: boolean };

export type SessionOptions = {
  readonly broker: Broker;
  readonly queue: Queue;
  readonly prefetch: number;
  readonly idleMs: number;
  /** No message is asked for after `stopAt`; what is in hand may take until `signal` aborts. Milliseconds since 1970. */
  readonly stopAt: number;
  readonly signal: AbortSignal;
  readonly maxBytesInHand: number;
  /** Whether to end as soon as a message is done. */
  readonly isProbe: boolean;
  readonly ports: DeliveryPorts;
  readonly counts: Counts;
};

const tickMs = 100;
// Longer than a call of PutRecords and some retries take.
const stalledAfterMs = 5000;

/**
 * Consumes a queue on one channel until it has been idle, time is up or something breaks. A message is acknowledged when it is where
 * it belongs and not before; what is not acknowledged at the end is in the queue again.
 */
export async function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { ports, counts, queue } = options;
  const abort = new AbortController();
  const signal = AbortSignal.any([options.signal, abort.signal]);
  const hand = createHand(ports.now);
  let end: (reason: SessionEnd) => void = () => undefined;
  const ended = new Promise<SessionEnd>((resolve) => {
    end = resolve;
  });

  let consumer: Awaited<ReturnType<Broker['consume']>> | undefined;
  const acks = createAckWindow((tag, upTo) => consumer?.ack(tag, upTo));
  let isFlushing = false;
  const onDone = (tag: number) => {
    hand.done(tag);
    acks.done(tag);
    counts.add('Acknowledged');
    if (options.isProbe) end({ kind: 'proved' });
    if (isFlushing) return;
    isFlushing = true;
    setImmediate(() => {
      isFlushing = false;
      acks.flush(ports.now());
    });
  };
  const onFailed = (error: Error) => end({ kind: 'failed', error, isDown: hand.isStalled() });
  const delivery = createDelivery({ ...ports, counts, signal, onDone, onFailed });

  consumer = await options.broker.consume({
    queue: queue.queue,
    prefetch: options.prefetch,
    onMessage: (message) => {
      const { deliveryTag } = message.fields;
      hand.take(deliveryTag, message.content.length);
      if (hand.isOver(options.maxBytesInHand)) end({ kind: 'overloaded', largestBytes: hand.largestBytes() });
      else delivery.take(readDelivery(message, queue), deliveryTag);
    },
    onLost: (reason) => end({ kind: 'lost', reason }),
  });
  const timer = setInterval(() => {
    const now = ports.now();
    acks.flush(now);
    if (now >= options.stopAt) end({ kind: 'time' });
    else if (hand.idleMs() >= options.idleMs) end({ kind: 'idle' });
    else if (hand.isStalled()) end({ kind: 'stalled' });
  }, tickMs);

  const reason = await ended;
  clearInterval(timer);
  try {
    if (reason.kind === 'lost' || reason.kind === 'overloaded' || reason.kind === 'failed') return reason;
    // No more messages: those in hand are tried for as long as there is time.
    await consumer.cancel();
    await delivery.flushed();
    return reason;
  } catch (error) {
    const isDown = reason.kind === 'stalled' || hand.isStalled();
    return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)), isDown };
  } finally {
    acks.flush(ports.now(), true);
    abort.abort();
    await consumer.close();
  }
}

/** What is in hand: taken from the queue, and not yet where it belongs. */
function createHand(now: () => number) {
  const sizes = new Map<number, number>();
  let bytes = 0;
  let largest = 0;
  let lastMessageAt = now();
  let lastMoveAt = now();
  return {
    take(tag: number, size: number) {
      lastMessageAt = now();
      if (sizes.size === 0) lastMoveAt = lastMessageAt;
      sizes.set(tag, size);
      bytes += size;
      largest = Math.max(largest, size);
    },
    done(tag: number) {
      bytes -= sizes.get(tag) ?? 0;
      sizes.delete(tag);
      lastMoveAt = now();
    },
    isOver: (maxBytes: number) => bytes > maxBytes && sizes.size > 1,
    largestBytes: () => largest,
    /** For how long there has been nothing; 0 while there is something. */
    idleMs: () => (sizes.size === 0 ? now() - lastMessageAt : 0),
    isStalled: () => sizes.size > 0 && now() - lastMoveAt >= stalledAfterMs,
  };
}
