import { createBreaker } from '@tributary/ingest/events/core/amqp/breaker.ts';
import type { DeliveryPorts } from '@tributary/ingest/events/delivery/delivery.ts';
import { createTestPorts } from '@tributary/ingest/events/delivery/ports-for-tests.ts';
import { connectBroker } from '@tributary/ingest/events/functions/drain/broker.ts';
import { connectionSecret } from '@tributary/ingest/events/functions/drain/connection.ts';
import { createDrain } from '@tributary/ingest/events/functions/drain/drain.ts';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { type RabbitMq, rabbitMqProgram, startRabbitMq } from '../harness/rabbitmq.ts';
import { publishRaw } from '../harness/raw-publisher.ts';
import { describeWith } from '../harness/servers.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');
const idOf = (line: string): string => JSON.parse(line).entity_id;

describeWith([rabbitMqProgram], 'drain, from a real RabbitMQ', () => {
  let server: RabbitMq;
  let model: ChannelModel;
  beforeAll(async () => {
    server = await startRabbitMq();
    model = await connect(server.url);
  });
  afterAll(async () => {
    await model?.close();
    await server?.stop();
  });

  const declare = async (type: string, more: Readonly<Record<string, unknown>> = {}) => {
    const channel = await model.createChannel();
    await channel.deleteQueue('lake');
    await channel.assertQueue('lake', { durable: true, arguments: { 'x-queue-type': type, ...more } });
    await channel.close();
  };
  const send = async (count: number) => {
    const channel = await model.createConfirmChannel();
    for (let id = 0; id < count; id += 1) channel.sendToQueue('lake', Buffer.from(`{"id":${id}}`));
    await channel.waitForConfirms();
    await channel.close();
  };
  const left = async () => {
    const channel = await model.createChannel();
    const { messageCount } = await channel.checkQueue('lake');
    await channel.close();
    return messageCount;
  };
  const setUp = (given: Partial<DeliveryPorts> = {}, queue = 'lake') => {
    const made = createTestPorts({ now: Date.now, ...given });
    const drain = createDrain({
      connect: connectBroker,
      connection: connectionSecret.parse({ url: server.url }),
      queue,
      prefetch: 100,
      idleMs: 300,
      maxBytesInHand: 10_000_000,
      breaker: createBreaker(),
      log: { warn: () => undefined },
      ...made,
    });
    return { ...made, drain };
  };

  test('headers that the client library cannot read, or reads wrongly, cost no message', async () => {
    await declare('classic');
    await send(1);
    await publishRaw(server.url, 'lake', [
      // x: L 5, a 64-bit integer by AMQP's own letter.
      [hex('20000000000b01784c0000000000000005'), '{"id":"long"}'],
      // x: a decimal below zero.
      [hex('20000000000801784402fffffff6'), '{"id":"decimal"}'],
      // x: a text that is no UTF-8.
      [hex('20000000000801785300000001ff'), '{"id":"text"}'],
      // A message id that is no UTF-8; a timestamp beyond all time.
      [hex('00c002fffeffffffffffffffff'), '{"id":"id"}'],
    ]);
    await send(1);
    const { drain, lines } = setUp();
    expect(await drain(() => 30_000)).toMatchObject({ Received: 6, Kept: 6, Acknowledged: 6 });
    expect(new Set(lines.map(idOf))).toEqual(new Set(['0', 'long', 'decimal', 'text', 'id']));
    expect(await left()).toBe(0);
  });

  test('a stream is refused with the reason', async () => {
    const channel = await model.createChannel();
    await channel.assertQueue('log', { durable: true, arguments: { 'x-queue-type': 'stream' } });
    channel.sendToQueue('log', Buffer.from('{"id":1}'));
    await channel.close();
    const { drain, lines } = setUp({}, 'log');
    await expect(drain(() => 30_000)).rejects.toThrow('the queue log is a stream');
    expect(lines).toEqual([]);
  });

  test('an outage of the stream spends no deliveries of a quorum queue but those of its first message', async () => {
    await declare('quorum', { 'x-delivery-limit': 3 });
    await send(50);
    let isDown = true;
    const { drain, accept, lines } = setUp({
      putRecords: (records) => (isDown ? Promise.reject(new Error('503')) : accept(records)),
    });
    for (let run = 0; run < 10; run += 1) await drain(() => 3000).catch(() => undefined);
    isDown = false;
    expect(await eventually(left, (count) => count === 50)).toBe(50);
    expect(lines).toEqual([]);
    const next = setUp();
    expect(await next.drain(() => 30_000)).toMatchObject({ Acknowledged: 50 });
    expect(new Set(next.lines.map(idOf)).size).toBe(50);
  });
});
