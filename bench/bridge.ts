import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { streamLimits } from '@tributary/ingest/events/core/kinesis/limits.ts';
import { createIntake } from '@tributary/ingest/events/core/messages/intake.ts';
import { readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { createRoute } from '@tributary/ingest/events/core/routes/route.ts';
import type { DeliveryPorts } from '@tributary/ingest/events/delivery/delivery.ts';
import { createKinesisClient, createPutRecords, isTransient } from '@tributary/ingest/events/delivery/kinesis.ts';
import { type ConnectBroker, connectBroker } from '@tributary/ingest/events/functions/drain/broker.ts';
import { connectionSecret } from '@tributary/ingest/events/functions/drain/connection.ts';
import { createDrain } from '@tributary/ingest/events/functions/drain/drain.ts';
import { connect as connectAmqp } from 'amqplib';
import { createBreaker } from '../services/ingest/events/core/amqp/breaker.ts';
import { startRabbitMq } from '../test/harness/rabbitmq.ts';
import { machine } from './machine.ts';
import { type Contender, measure, report } from './measure.ts';

const messages = 100_000;
const prefetch = 10_000;
const queue = 'bench';
const rounds = 5;
/** By the bare consumer; it divides `messages`. */
const acknowledgedAtOnce = 500;

// As the functions are deployed. It can only be given to a process that starts.
const nodeOptions = '--max-semi-space-size=32';

/** Drain, into a PutRecords that answers at once, against a consumer that only acknowledges, many at once: same broker, same messages, in turns. */
export async function bridgeBenchmark(): Promise<void> {
  if (process.env.NODE_OPTIONS === nodeOptions) return compare();
  const env = { ...process.env, NODE_OPTIONS: nodeOptions };
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

async function compare(): Promise<void> {
  const broker = await startRabbitMq();
  const server = fork(new URL('./put-records-server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  try {
    const [port] = await once(server, 'message');
    const bodies = Array.from({ length: 1000 }, (_, number) => body(number));
    const bytes = bodies.reduce((sum, each) => sum + each.length, 0) * (messages / bodies.length);
    const lines = messages;
    const fill = () => publish(broker.url, bodies);
    const bare = 'amqplib consumer that only acknowledges, 500 at once';
    const contenders: readonly Contender[] = [
      { name: bare, lines, bytes, prepare: fill, run: () => consume(broker.url) },
      {
        name: 'drain, routed and put to a stream',
        lines,
        bytes,
        prepare: fill,
        run: createDrainRun(broker.url, Number(port)),
      },
    ];
    console.log(machine());
    console.log(
      `${messages} messages of ${Math.round(bytes / messages)} bytes, prefetch ${prefetch}, the median of ${rounds} rounds`,
    );
    console.log(report(await measure(contenders, rounds), bare));
  } finally {
    server.kill();
    await broker.stop();
  }
}

/** An order of 300 to 1,300 bytes. */
function body(number: number): Buffer {
  const lines = Array.from({ length: 1 + (number % 10) }, (_, line) => ({
    sku: `sku-${(number * 31 + line) % 997}`,
    name: 'A thing of the ordinary kind, in a box',
    quantity: 1 + (line % 3),
    price: 1995 + line,
  }));
  return Buffer.from(
    JSON.stringify({
      order_id: `order-${number}`,
      placed_at: '2026-11-20T13:00:00.250Z',
      customer: { id: number % 400, email: `customer${number}@example.com`, country: 'NL' },
      lines,
      note: 'leave it with the neighbours',
    }),
  );
}

async function publish(url: string, bodies: readonly Buffer[]): Promise<void> {
  const connection = await connectAmqp(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true });
  const timestamp = Math.floor(Date.now() / 1000);
  for (let number = 0; number < messages; number += 1) {
    const content = bodies[number % bodies.length] ?? Buffer.alloc(0);
    const options = { messageId: `m-${number}`, type: 'order.shipped', timestamp, contentType: 'application/json' };
    if (!channel.sendToQueue(queue, content, options)) await once(channel, 'drain');
  }
  await channel.waitForConfirms();
  await connection.close();
}

async function consume(url: string): Promise<void> {
  const connection = await connectAmqp(url);
  const channel = await connection.createChannel();
  await channel.prefetch(prefetch);
  let received = 0;
  await new Promise<void>((resolve) => {
    channel.consume(queue, (message) => {
      if (message === null) return;
      received += 1;
      if (received % acknowledgedAtOnce === 0) channel.ack(message, true);
      if (received === messages) resolve();
    });
  });
  await channel.close();
  await connection.close();
}

function createDrainRun(url: string, port: number): () => Promise<{ readonly seconds: number }> {
  const client = createKinesisClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const routes = readRoutes(readFileSync(new URL('../services/ingest/events/routes.yml', import.meta.url), 'utf8'));
  const ports: DeliveryPorts = {
    take: createIntake({
      route: createRoute(routes, () => 'a salt of sixteen and more'),
      maxLineBytes: streamLimits.maxBytesPerRecord,
      parkedBucket: 'none',
    }),
    putRecords: createPutRecords(client, 'bench'),
    isTransient,
    park: () => Promise.reject(new Error('nothing here is large')),
    writeRejects: () => Promise.reject(new Error('nothing here is bad')),
    limits: streamLimits,
    now: Date.now,
    random: Math.random,
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
  };
  let acknowledgedAt = 0;
  // Waiting for more at the end is not timed.
  const connect: ConnectBroker = async (to) => {
    const broker = await connectBroker(to);
    const consume: typeof broker.consume = async (options) => {
      const consumer = await broker.consume(options);
      const ack: typeof consumer.ack = (deliveryTag, upTo) => {
        consumer.ack(deliveryTag, upTo);
        acknowledgedAt = performance.now();
      };
      return { ...consumer, ack };
    };
    return { ...broker, consume };
  };
  const drain = createDrain({
    connect,
    connection: connectionSecret.parse({ url }),
    queue,
    prefetch,
    idleMs: 20_000,
    maxBytesInHand: 128 * 1024 * 1024,
    ports,
    breaker: createBreaker(),
    log: console,
  });
  return async () => {
    const start = performance.now();
    const counts = await drain(() => 120_000);
    if (counts.Acknowledged !== messages) throw new Error(`drained ${counts.Acknowledged} of ${messages}`);
    return { seconds: (acknowledgedAt - start) / 1000 };
  };
}
