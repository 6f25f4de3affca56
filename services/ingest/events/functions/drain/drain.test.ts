import type { ConsumeMessage } from 'amqplib';
import { describe, expect, test } from 'vitest';
import type { DeliveryPorts } from '../../delivery/delivery.ts';
import { createTestPorts } from '../../delivery/ports-for-tests.ts';
import type { Broker, ConnectBroker, ConsumeOptions } from './broker.ts';
import { createDrain } from './drain.ts';

const connection = {
  protocol: 'amqps',
  hostname: 'mq',
  port: 5671,
  username: 'me',
  password: 'hunter2',
  vhost: '/',
} as const;
const unset = {
  contentType: undefined,
  contentEncoding: undefined,
  headers: undefined,
  deliveryMode: undefined,
  priority: undefined,
  correlationId: undefined,
  replyTo: undefined,
  expiration: undefined,
  messageId: undefined,
  timestamp: undefined,
  type: undefined,
  userId: undefined,
  appId: undefined,
  clusterId: undefined,
};

/** A queue whose messages go to a consumer up to its prefetch, and come back when its channel closes. */
function createQueue(bodies: readonly string[]) {
  const ready = [...bodies];
  const prefetches: number[] = [];
  let current: { lose(reason: string): void } | undefined;

  const consume = async ({ prefetch, onMessage, onLost }: ConsumeOptions) => {
    prefetches.push(prefetch);
    const outstanding = new Map<number, string>();
    let last = 0;
    let isOpen = true;
    let isClosed = false;
    const hand = () => {
      while (isOpen && outstanding.size < prefetch && ready.length > 0) {
        last += 1;
        const body = ready.shift() ?? '';
        outstanding.set(last, body);
        onMessage(delivery(body, last));
      }
    };
    const end = () => {
      isOpen = false;
      isClosed = true;
      ready.unshift(...outstanding.values());
      outstanding.clear();
    };
    current = {
      lose(reason) {
        end();
        onLost(reason);
      },
    };
    setImmediate(hand);
    return {
      ack(deliveryTag: number, upTo: boolean) {
        if (isClosed) return;
        acknowledge(outstanding, deliveryTag, upTo);
        setImmediate(hand);
      },
      cancel: async () => {
        isOpen = false;
      },
      close: async () => end(),
    };
  };
  const broker: Broker = { consume, close: async () => undefined };
  return { broker, ready, prefetches, lose: (reason: string) => current?.lose(reason) };
}

function acknowledge(outstanding: Map<number, string>, deliveryTag: number, upTo: boolean): void {
  if (!outstanding.has(deliveryTag)) throw new Error(`unknown delivery tag ${deliveryTag}`);
  const tags = upTo ? [...outstanding.keys()].filter((each) => each <= deliveryTag) : [deliveryTag];
  for (const tag of tags) outstanding.delete(tag);
}

function delivery(body: string, deliveryTag: number): ConsumeMessage {
  const fields = { deliveryTag, consumerTag: 'c', redelivered: false, exchange: '', routingKey: 'lake' };
  return { content: Buffer.from(body), fields, properties: { ...unset, messageId: body.slice(0, 30) } };
}

type Given = {
  readonly connect: ConnectBroker;
  readonly ports?: Partial<DeliveryPorts>;
  readonly maxBytesInHand?: number;
};

function setUp({ connect, ports = {}, maxBytesInHand = 1_000_000 }: Given) {
  const made = createTestPorts({ now: Date.now, ...ports });
  const warnings: string[] = [];
  const drain = createDrain({
    connect,
    connection,
    queue: 'lake',
    prefetch: 8,
    idleMs: 50,
    maxBytesInHand,
    ports: made.ports,
    log: { warn: (...all) => warnings.push(JSON.stringify(all)) },
  });
  return { ...made, drain, warnings };
}

const bodies = (count: number) => Array.from({ length: count }, (_, id) => JSON.stringify({ id }));
const idsOf = (lines: readonly string[]) => new Set(lines.map((line): string => JSON.parse(line).entity_id));

describe('drain', () => {
  test('brings all that is in the queue, acknowledges it, and ends when nothing more comes', async () => {
    const queue = createQueue([...bodies(100), 'no json']);
    const { drain, lines, rejects } = setUp({ connect: async () => queue.broker });
    expect(await drain(() => 60_000)).toMatchObject({ Received: 101, Kept: 100, Rejected: 1, Acknowledged: 101 });
    expect([idsOf(lines).size, rejects.length, queue.ready.length]).toEqual([100, 1, 0]);
  });

  test('goes on with a new connection when one is lost; what was not acknowledged comes again', async () => {
    const queue = createQueue(bodies(50));
    let calls = 0;
    const { drain, lines, warnings } = setUp({
      connect: async () => queue.broker,
      ports: {
        putRecords: async (records) => {
          calls += 1;
          if (calls === 2) queue.lose('the connection was closed');
          for (const { data } of records) lines.push(...data.toString().trimEnd().split('\n'));
          return records.map(() => ({ errorCode: null }));
        },
      },
    });
    expect(await drain(() => 60_000)).toMatchObject({ ConnectionsLost: 1 });
    expect([idsOf(lines).size, queue.ready.length]).toEqual([50, 0]);
    expect(warnings.join()).not.toContain('hunter2');
  });

  test('asks for fewer messages at a time when they are large', async () => {
    const large = Array.from({ length: 20 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(500) }));
    const queue = createQueue(large);
    const { drain, lines } = setUp({ connect: async () => queue.broker, maxBytesInHand: 2200 });
    await drain(() => 60_000);
    expect(queue.prefetches).toEqual([8, 2]);
    expect([idsOf(lines).size, queue.ready.length]).toEqual([20, 0]);
  });

  test('leaves what the stream does not take in time to the next run', async () => {
    const queue = createQueue(bodies(8));
    let calls = 0;
    const { drain } = setUp({
      connect: async () => queue.broker,
      ports: {
        putRecords: async (records) => {
          calls += 1;
          return records.map((_, index) => ({ errorCode: calls === 1 && index === 0 ? null : 'Throttled' }));
        },
      },
    });
    const counts = await drain(() => 2200);
    expect(counts).toMatchObject({ Received: 8, Acknowledged: 1, LeftForLater: 7 });
    expect(queue.ready).toHaveLength(7);
  });

  test('fails when the stream takes nothing at all, and when a call can never succeed', async () => {
    const queue = createQueue(bodies(3));
    const throttled = setUp({
      connect: async () => queue.broker,
      ports: { putRecords: async (records) => records.map(() => ({ errorCode: 'Throttled' })) },
    });
    await expect(throttled.drain(() => 2200)).rejects.toThrow('The stream has not taken 3 events in time');
    const denied = setUp({
      connect: async () => queue.broker,
      ports: { putRecords: () => Promise.reject(new Error('AccessDenied')), isTransient: () => false },
    });
    await expect(denied.drain(() => 60_000)).rejects.toThrow('AccessDenied');
    expect(queue.ready).toHaveLength(3);
  });

  test.each([
    ['Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused"', 60_000],
    ['connect ECONNREFUSED 10.0.0.1:5671', 8000],
  ])('fails, naming queue and reason, when the broker says %s', async (reason, remainingMs) => {
    const { drain } = setUp({ connect: () => Promise.reject(new Error(reason)) });
    const error: unknown = await drain(() => remainingMs).catch((thrown: unknown) => thrown);
    expect(String(error)).toBe(`BrokerError: Queue lake: ${reason}`);
  });

  test('leaves the queue to another drain that consumes it already, which the broker says', async () => {
    const reason =
      "Operation failed: BasicConsume; 403 (ACCESS-REFUSED) with message \"ACCESS_REFUSED - queue 'lake' in vhost '/' in exclusive use\"";
    const { drain } = setUp({
      connect: async () => ({ consume: () => Promise.reject(new Error(reason)), close: async () => undefined }),
    });
    expect(await drain(() => 60_000)).toMatchObject({ LeftToAnother: 1 });
  });
});
