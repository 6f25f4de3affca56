import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@tributary/shared/lambda.ts';
import type { Queue } from '../../core/amqp/delivery.ts';
import { backoffMs } from '../../core/kinesis/backoff.ts';
import { NotStoredError } from '../../core/kinesis/stream-writer.ts';
import { type Counts, createCounts } from '../../core/messages/counts.ts';
import type { DeliveryPorts } from '../../delivery/delivery.ts';
import type { Broker, ConnectBroker } from './broker.ts';
import type { BrokerConnection } from './connection.ts';
import { runSession, type SessionEnd } from './session.ts';

export type DrainOptions = {
  readonly connect: ConnectBroker;
  readonly connection: BrokerConnection;
  readonly queue: string;
  readonly prefetch: number;
  readonly idleMs: number;
  readonly maxBytesInHand: number;
  readonly ports: DeliveryPorts;
  readonly log: Pick<Log, 'warn'>;
};

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
 * acknowledged comes again. Throws when the broker cannot be reached, when something fails that waiting does not mend, and when time ran
 * out without the stream having taken anything.
 */
export function createDrain(options: DrainOptions): Drain {
  const queue: Queue = { queue: options.queue, vhost: options.connection.vhost };
  return async function drain(remainingMs) {
    const start = options.ports.now();
    const stopAt = start + Math.max(0, remainingMs() - settleMs);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(0, remainingMs() - reserveMs));
    const counts = createCounts();
    const run: Run = { options, queue, stopAt, signal: abort.signal, counts, prefetch: options.prefetch, attempts: 0 };
    try {
      let isOver = false;
      while (!isOver) isOver = await connectAndConsume(run);
      return counts.all();
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  };
}

type Run = {
  readonly options: DrainOptions;
  readonly queue: Queue;
  readonly stopAt: number;
  readonly signal: AbortSignal;
  readonly counts: Counts;
  prefetch: number;
  /** Connections in a row that brought nothing. */
  attempts: number;
};

/** How a connection ended: nothing more to do, or it has to be made anew. */
type Ended = { readonly lost: string | null };

const over: Ended = { lost: null };

/** One connection, and what can be done with it; true when all is done. */
async function connectAndConsume(run: Run): Promise<boolean> {
  const { options, counts } = run;
  const receivedBefore = counts.of('Received');
  const { lost } = await connected(run);
  if (lost === null) return true;
  if (isTaken(lost)) {
    counts.add('LeftToAnother');
    return true;
  }
  run.attempts = counts.of('Received') > receivedBefore ? 0 : run.attempts + 1;
  counts.add('ConnectionsLost');
  options.log.warn('The broker is out of reach', { reason: lost, attempts: run.attempts });
  const pauseMs = backoffMs(run.attempts + 2, options.ports.random);
  if (isRefusal(lost) || options.ports.now() + pauseMs >= run.stopAt) {
    throw new BrokerError(`Queue ${options.queue}: ${lost}`);
  }
  await sleep(pauseMs);
  return false;
}

/** Another drain consumes the queue: the former run's, which is about to end, or one whose function was killed and whose connection is about to. */
function isTaken(reason: string): boolean {
  return /\bin exclusive use\b/.test(reason);
}

/** 403 and 404 of AMQP: wrong credentials, no permission, no such queue. Waiting does not mend them. */
function isRefusal(reason: string): boolean {
  return /\b40[34]\b/.test(reason);
}

async function connected(run: Run): Promise<Ended> {
  const broker = await orReason(run.options.connect(run.options.connection));
  if (typeof broker === 'string') return { lost: broker };
  try {
    return await consumeAll(run, broker);
  } finally {
    await broker.close();
  }
}

/** Runs sessions on a connection until one ends for good. */
async function consumeAll(run: Run, broker: Broker): Promise<Ended> {
  for (;;) {
    const { options, counts, prefetch } = run;
    const { ports, idleMs, maxBytesInHand } = options;
    const { queue, stopAt, signal } = run;
    const end = await orReason(
      runSession({ broker, queue, prefetch, idleMs, stopAt, signal, maxBytesInHand, ports, counts }),
    );
    if (typeof end === 'string') return { lost: end };
    if (end.kind === 'failed') throwUnlessProgress(end, counts);
    if (end.kind !== 'overloaded') return end.kind === 'lost' ? { lost: end.reason } : over;
    const fitting = Math.floor(maxBytesInHand / (2 * end.largestBytes));
    run.prefetch = Math.max(1, Math.min(Math.floor(prefetch / 2), fitting));
    options.log.warn('Large messages: fewer at a time', { largestBytes: end.largestBytes, prefetch: run.prefetch });
  }
}

/** What a broker's promise throws, as a reason: neither amqplib nor a socket puts credentials into its messages. */
async function orReason<T>(promise: Promise<T>): Promise<T | string> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A stream that is slow is no failure: the rest waits in the queue for the next run. One that takes nothing is. */
function throwUnlessProgress({ error }: Extract<SessionEnd, { kind: 'failed' }>, counts: Counts): void {
  if (!(error instanceof NotStoredError) || counts.of('Acknowledged') === 0) throw error;
  counts.add('LeftForLater', counts.of('Received') - counts.of('Acknowledged'));
}
