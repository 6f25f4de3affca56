import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@tributary/shared/lambda.ts';
import type { Breaker } from '../../core/amqp/breaker.ts';
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
  /** Of the queue; what it has learned outlives a run. */
  readonly breaker: Breaker;
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
    const run: Run = {
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
  /** How many messages are asked for at a time, and how many at most. */
  window: number;
  most: number;
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

/** 403 and 404 of AMQP: wrong credentials, no permission, no such queue; or a stream. Waiting does not mend them. */
function isRefusal(reason: string): boolean {
  return /\b40[34]\b|\bis a stream\b/.test(reason);
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
    const end = await orReason(session(run, broker));
    if (typeof end === 'string') return { lost: end };
    learn(run, end);
    if (end.kind === 'lost') return { lost: end.reason };
    if (!goesOn(run, end)) return over;
  }
}

function learn(run: Run, end: SessionEnd): void {
  if (end.kind === 'failed') fail(run, end);
  else if (end.kind !== 'stalled' && run.counts.of('Stored') > 0) run.options.breaker.succeeded();
}

function session({ options, counts, queue, stopAt, signal, window, most }: Run, broker: Broker): Promise<SessionEnd> {
  const { ports, idleMs, maxBytesInHand } = options;
  const prefetch = Math.min(window, most);
  const isProbe = window < most;
  return runSession({ broker, queue, prefetch, isProbe, idleMs, stopAt, signal, maxBytesInHand, ports, counts });
}

/** Whether there is to be another session, and with how many messages at a time. */
function goesOn(run: Run, end: SessionEnd): boolean {
  switch (end.kind) {
    case 'proved':
      // What was dropped or rejected says nothing of the stream: a little more then.
      run.window = run.counts.of('Stored') > 0 ? run.most : run.window * 8;
      return true;
    case 'stalled':
      run.window = 1;
      return true;
    case 'overloaded':
      run.most = fewer(run, end.largestBytes);
      run.options.log.warn('Large messages: fewer at a time', { largestBytes: end.largestBytes, prefetch: run.most });
      return true;
    default:
      return false;
  }
}

function fewer({ most, options }: Run, largestBytes: number): number {
  const fitting = Math.floor(options.maxBytesInHand / (2 * largestBytes));
  return Math.max(1, Math.min(Math.floor(most / 2), fitting));
}

/** Whether the queue is left alone in this run. */
function isResting({ breaker, queue, log }: DrainOptions, now: number, counts: Counts): boolean {
  const restMs = breaker.restMs(now);
  if (restMs === 0) return false;
  counts.add('Paused');
  log.warn('What messages are written to is down: the queue is left alone for a while', { queue, restMs });
  return true;
}

/** What a broker's promise throws, as a reason: neither amqplib nor a socket puts credentials into its messages. */
async function orReason<T>(promise: Promise<T>): Promise<T | string> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Failed = Extract<SessionEnd, { kind: 'failed' }>;

/** A stream that is slow is no failure: the rest waits in the queue for the next run. One that takes nothing is. */
function fail({ counts, options }: Run, { error, isDown }: Failed): void {
  const isSlow = error instanceof NotStoredError && counts.of('Acknowledged') > 0;
  if (isDown || !isSlow) options.breaker.failed(options.ports.now());
  if (!isSlow) throw error;
  counts.add('LeftForLater', counts.of('Received') - counts.of('Acknowledged'));
}
