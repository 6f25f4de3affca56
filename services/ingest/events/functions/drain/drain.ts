import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue } from '../../core/amqp/delivery.ts';
import { backoffMs } from '../../core/kinesis/backoff.ts';
import { createCounts } from '../../core/messages/counts.ts';
import type { Broker } from './broker.ts';
import { type DrainOptions, goesOn, isResting, learn, type Round } from './round.ts';
import { runSession, type SessionEnd } from './session.ts';

/** What became of the messages, by metric. */
export type Drain = (remainingMs: () => number) => Promise<Readonly<Record<string, number>>>;

/** The broker could not be reached, or was lost and did not come back, before time was up. */
class BrokerError extends Error {
  override readonly name = 'BrokerError';
}

// Kept back from the time that is left: no new messages in the last eight seconds, and nothing in flight in the last two.
const settleMs = 8000;
const reserveMs = 2000;

/**
 * Consumes the queue until it has been idle for a while, or until shortly before time is up. A lost connection is made anew: what was not
 * acknowledged comes again. It begins with one message, and asks for more once that is stored: when the stream is down, only one
 * comes back to the queue, and none until the breaker's pause is over. Throws when the broker cannot be reached, when something fails that
 * waiting does not mend, and when time ran out without the stream having taken anything.
 */
export function createDrain(options: DrainOptions): Drain {
  const queue: Queue = { queue: options.queue, vhost: options.connection.vhost };
  return async function drain(remainingMs) {
    const start = options.ports.now();
    const stopAt = start + Math.max(0, remainingMs() - settleMs);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(0, remainingMs() - reserveMs));
    const counts = createCounts();
    const round: Round = {
      options,
      queue,
      stopAt,
      signal: abort.signal,
      counts,
      window: 1,
      most: options.prefetch,
      attempts: 0,
    };
    try {
      if (isResting(options, start, counts)) return counts.all();
      let isOver = false;
      while (!isOver) isOver = await connectAndConsume(round);
      return counts.all();
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  };
}

/** How a connection ended: nothing more to do, or it has to be made anew. */
type Ended = { readonly lost: string | null };

const over: Ended = { lost: null };

/** One connection, and what can be done with it; true when all is done. */
async function connectAndConsume(round: Round): Promise<boolean> {
  const { options, counts } = round;
  const receivedBefore = counts.of('Received');
  const { lost } = await connected(round);
  if (lost === null) return true;
  if (isTaken(lost)) {
    counts.add('LeftToAnother');
    return true;
  }
  round.attempts = counts.of('Received') > receivedBefore ? 0 : round.attempts + 1;
  counts.add('ConnectionsLost');
  options.log.warn('The broker is out of reach', { reason: lost, attempts: round.attempts });
  const pauseMs = backoffMs(round.attempts + 2, options.ports.random);
  if (isRefusal(lost) || options.ports.now() + pauseMs >= round.stopAt) {
    throw new BrokerError(`Queue ${options.queue}: ${lost}`);
  }
  await sleep(pauseMs);
  return false;
}

/** Another drain consumes the queue: the former round's, which is about to end, or one whose function was killed and whose connection is about to. */
function isTaken(reason: string): boolean {
  return /\bin exclusive use\b/.test(reason);
}

/** 403 and 404 of AMQP: wrong credentials, no permission, no such queue; or a stream. Waiting does not mend them. */
function isRefusal(reason: string): boolean {
  return /\b40[34]\b|\bis a stream\b/.test(reason);
}

async function connected(round: Round): Promise<Ended> {
  const broker = await orReason(round.options.connect(round.options.connection));
  if (typeof broker === 'string') return { lost: broker };
  try {
    return await consumeAll(round, broker);
  } finally {
    await broker.close();
  }
}

/** Runs sessions on a connection until one ends for good. */
async function consumeAll(round: Round, broker: Broker): Promise<Ended> {
  for (;;) {
    const end = await orReason(session(round, broker));
    if (typeof end === 'string') return { lost: end };
    learn(round, end);
    if (end.kind === 'lost') return { lost: end.reason };
    if (!goesOn(round, end)) return over;
  }
}

function session({ options, counts, queue, stopAt, signal, window, most }: Round, broker: Broker): Promise<SessionEnd> {
  const { ports, idleMs, maxBytesInHand } = options;
  const prefetch = Math.min(window, most);
  const isProbe = window < most;
  return runSession({ broker, queue, prefetch, isProbe, idleMs, stopAt, signal, maxBytesInHand, ports, counts });
}

/** What a broker's promise throws, as a reason: neither amqplib nor a socket puts credentials into its messages. */
async function orReason<T>(promise: Promise<T>): Promise<T | string> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
