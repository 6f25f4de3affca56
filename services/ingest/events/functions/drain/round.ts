import type { Log } from '@tributary/shared/lambda.ts';
import type { Breaker } from '../../core/amqp/breaker.ts';
import type { Queue } from '../../core/amqp/delivery.ts';
import { NotStoredError } from '../../core/kinesis/stream-writer.ts';
import type { Counts } from '../../core/messages/counts.ts';
import type { DeliveryPorts } from '../../delivery/delivery.ts';
import type { ConnectBroker } from './broker.ts';
import type { BrokerConnection } from './connection.ts';
import type { SessionEnd } from './session.ts';

export type DrainOptions = {
  readonly connect: ConnectBroker;
  readonly connection: BrokerConnection;
  readonly queue: string;
  readonly prefetch: number;
  readonly idleMs: number;
  readonly maxBytesInHand: number;
  readonly ports: DeliveryPorts;
  /** Of the queue; what it has learned outlives a round. */
  readonly breaker: Breaker;
  readonly log: Pick<Log, 'warn'>;
};

/** One call of drain, and what it has learned so far. */
export type Round = {
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

/** What a session's end says of the stream; throws what waiting does not mend. */
export function learn(round: Round, end: SessionEnd): void {
  if (end.kind === 'failed') fail(round, end);
  else if (end.kind !== 'stalled' && round.counts.of('Stored') > 0) round.options.breaker.succeeded();
}

/** Whether there is to be another session, and with how many messages at a time. */
export function goesOn(round: Round, end: SessionEnd): boolean {
  switch (end.kind) {
    case 'proved':
      // What was dropped or rejected says nothing of the stream: a little more then.
      round.window = round.counts.of('Stored') > 0 ? round.most : round.window * 8;
      return true;
    case 'stalled':
      round.window = 1;
      return true;
    case 'overloaded':
      round.most = fewer(round, end.largestBytes);
      round.options.log.warn('Large messages: fewer at a time', {
        largestBytes: end.largestBytes,
        prefetch: round.most,
      });
      return true;
    default:
      return false;
  }
}

function fewer({ most, options }: Round, largestBytes: number): number {
  const fitting = Math.floor(options.maxBytesInHand / (2 * largestBytes));
  return Math.max(1, Math.min(Math.floor(most / 2), fitting));
}

/** Whether the queue is left alone in this round. */
export function isResting({ breaker, queue, log }: DrainOptions, now: number, counts: Counts): boolean {
  const restMs = breaker.restMs(now);
  if (restMs === 0) return false;
  counts.add('Paused');
  log.warn('What messages are written to is down: the queue is left alone for a while', { queue, restMs });
  return true;
}

type Failed = Extract<SessionEnd, { kind: 'failed' }>;

/** A stream that is slow is no failure: the rest waits in the queue for the next round. One that takes nothing is. */
function fail({ counts, options }: Round, { error, isDown }: Failed): void {
  const isSlow = error instanceof NotStoredError && counts.of('Acknowledged') > 0;
  if (isDown || !isSlow) options.breaker.failed(options.ports.now());
  if (!isSlow) throw error;
  counts.add('LeftForLater', counts.of('Received') - counts.of('Acknowledged'));
}
