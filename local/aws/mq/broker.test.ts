import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Broker, openBroker } from './broker.ts';
import type { Delivery, Subscription } from './message.ts';

let folder: string;
let broker: Broker;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broker-'));
  broker = openBroker(folder);
  broker.topology.declareQueue({ vhost: '/', name: 'dead', arguments: {} });
  broker.topology.declareQueue({
    vhost: '/',
    name: 'q',
    arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' },
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const publish = (text: string) =>
  broker.publish('/', '', { routingKey: 'q', properties: { messageId: text }, body: Buffer.from(text) });

const settle = () => new Promise((go) => setImmediate(go));

async function consume(prefetch: number, queue = 'q') {
  const held: Delivery[] = [];
  const ended: string[] = [];
  const subscription: Subscription = await broker.subscribe(
    { vhost: '/', queue, prefetch },
    { message: (delivery) => held.push(delivery), ended: (reason) => ended.push(reason) },
  );
  await settle();
  return { held, ended, subscription, texts: () => held.map(({ body }) => String(body)) };
}

const queueOf = (name: string) => broker.topology.queue('/', name);

test('a consumer holds as many as its prefetch, and gets more as it acknowledges', async () => {
  for (const text of ['a', 'b', 'c', 'd']) publish(text);
  const consumer = await consume(2);
  expect(consumer.texts()).toEqual(['a', 'b']);
  expect(broker.counts(queueOf('q'))).toEqual({ ready: 2, unacknowledged: 2 });
  consumer.subscription.ackUpTo(consumer.held[1]?.tag ?? 0);
  expect(consumer.texts()).toEqual(['a', 'b', 'c', 'd']);
  expect(broker.counts(queueOf('q'))).toEqual({ ready: 0, unacknowledged: 2 });
});

test('what is given back comes again in its old place, marked as redelivered', async () => {
  for (const text of ['a', 'b']) publish(text);
  const consumer = await consume(2);
  publish('c');
  consumer.subscription.requeueUpTo(consumer.held[1]?.tag ?? 0);
  await settle();
  expect(consumer.held.slice(2).map(({ body, redelivered }) => `${body} ${redelivered}`)).toEqual(['a true', 'b true']);
});

test('a rejected message goes to its dead-letter exchange', async () => {
  for (const text of ['a', 'b']) publish(text);
  const consumer = await consume(2);
  consumer.subscription.reject(consumer.held[0]?.tag ?? 0);
  expect((await consume(5, 'dead')).texts()).toEqual(['a']);
  expect(broker.counts(queueOf('q'))).toEqual({ ready: 0, unacknowledged: 1 });
});

test('a queue that is deleted ends its consumers', async () => {
  publish('a');
  const consumer = await consume(1);
  broker.deleteQueue(queueOf('q'));
  expect(consumer.ended).toEqual(['The queue q was deleted.']);
  await expect(consume(1)).rejects.toThrow("no queue 'q'");
});

type Run = { readonly open: Set<string>; consumer: Awaited<ReturnType<typeof consume>>; last: number };

const steps: Readonly<Record<string, (run: Run) => Promise<void> | void>> = {
  publish(run) {
    run.last += 1;
    run.open.add(`m${run.last}`);
    publish(`m${run.last}`);
  },
  ack({ consumer: { held, subscription }, open }) {
    const last = held.at(-1);
    for (const { body } of held.splice(0)) open.delete(String(body));
    subscription.ackUpTo(last?.tag ?? 0);
  },
  requeue({ consumer: { held, subscription } }) {
    const last = held.at(-1);
    held.splice(0);
    subscription.requeueUpTo(last?.tag ?? 0);
  },
  async close(run) {
    await run.consumer.subscription.close();
    run.consumer = await consume(3);
  },
  async kill(run) {
    broker = openBroker(folder);
    run.consumer = await consume(3);
  },
};

test('whatever happens to them, messages are acknowledged once or still there, also after a kill', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 30 }), async (names) => {
      const run: Run = { open: new Set(), consumer: await consume(3), last: 0 };
      for (const name of names) {
        await steps[name]?.(run);
        await settle();
      }
      await run.consumer.subscription.close();
      const rest = await consume(100);
      expect(rest.texts().sort()).toEqual([...run.open].sort());
      rest.subscription.ackUpTo(rest.held.at(-1)?.tag ?? 0);
      await rest.subscription.close();
    }),
    { numRuns: 40 },
  );
});
