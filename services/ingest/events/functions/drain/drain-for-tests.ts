import type { ConsumeMessage } from 'amqplib';
import { createBreaker } from '../../core/amqp/breaker.ts';
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

/** A queue whose messages go to a consumer up to its prefetch, and come back when its channel closes. */
export function createQueue(bodies: readonly string[]) {
  const ready = [...bodies];
  const prefetches: number[] = [];
  let current: { lose(reason: string): void } | undefined;
  let handed = 0;

  const consume = async ({ prefetch, onMessage, onLost }: ConsumeOptions) => {
    prefetches.push(prefetch);
    const outstanding = new Map<number, string>();
    let last = 0;
    let isOpen = true;
    let isClosed = false;
    const hand = () => {
      while (isOpen && outstanding.size < prefetch && ready.length > 0) {
        last += 1;
        handed += 1;
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
  return { broker, ready, prefetches, handed: () => handed, lose: (reason: string) => current?.lose(reason) };
}

function acknowledge(outstanding: Map<number, string>, deliveryTag: number, upTo: boolean): void {
  if (!outstanding.has(deliveryTag)) throw new Error(`unknown delivery tag ${deliveryTag}`);
  const tags = upTo ? [...outstanding.keys()].filter((each) => each <= deliveryTag) : [deliveryTag];
  for (const tag of tags) outstanding.delete(tag);
}

const noProperties: ConsumeMessage['properties'] = {
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

function delivery(body: string, deliveryTag: number): ConsumeMessage {
  const fields = { deliveryTag, consumerTag: 'c', redelivered: false, exchange: '', routingKey: 'lake' };
  const header = { contentHeader: body.startsWith('odd') ? oddHeader : headerOf(body.slice(0, 30)) };
  return { content: Buffer.from(body), fields, properties: { ...noProperties, ...header } };
}

// Headers: x, of a type Z that nobody knows.
export const oddHeader = Buffer.from('20000000000401785a01', 'hex');

/** A content header that has a message id and nothing else. */
function headerOf(messageId: string): Buffer {
  return Buffer.concat([Buffer.from([0x00, 0x80, Buffer.byteLength(messageId)]), Buffer.from(messageId)]);
}

export type Given = {
  readonly connect: ConnectBroker;
  readonly ports?: Partial<DeliveryPorts>;
  readonly maxBytesInHand?: number;
  readonly queue?: { readonly handed: () => number };
};

export function setUp({ connect, ports = {}, maxBytesInHand = 1_000_000, queue }: Given) {
  const made = createTestPorts({ now: Date.now, ...ports });
  const warnings: string[] = [];
  const breaker = createBreaker();
  const drain = createDrain({
    connect,
    connection,
    queue: 'lake',
    prefetch: 8,
    idleMs: 50,
    maxBytesInHand,
    ports: made.ports,
    breaker,
    log: { warn: (...all) => warnings.push(JSON.stringify(all)) },
  });
  return { ...made, drain, warnings, handed: () => queue?.handed() ?? 0 };
}

export const bodies = (count: number) => Array.from({ length: count }, (_, id) => JSON.stringify({ id }));

export const idsOf = (lines: readonly string[]) => new Set(lines.map((line): string => JSON.parse(line).entity_id));
