import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { openPublisher } from './publisher.ts';

let folder: string;
let running: RunningCloud;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'management-'));
  running = await startCloud({ stateDir: folder, port: 0, amqpUrl: '' });
});
afterEach(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; value: unknown }> {
  const answer = await fetch(`${running.endpoint}/api/${path}`, {
    method,
    headers: { authorization: `Basic ${btoa('guest:guest')}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, value: text === '' ? undefined : JSON.parse(text) };
}

const message = (payload: string) => ({ properties: {}, routing_key: 'a.b', payload, payload_encoding: 'string' });

test('declares, binds and publishes as RabbitMQ’s management interface, and keeps all of it', async () => {
  expect(await ask('PUT', 'exchanges/%2F/events', { type: 'topic' })).toEqual({ status: 201, value: undefined });
  expect((await ask('PUT', 'queues/%2F/q%20one', { durable: true, arguments: {} })).status).toBe(201);
  expect((await ask('POST', 'bindings/%2F/e/events/q/q%20one', { routing_key: 'a.*' })).status).toBe(201);
  expect(await ask('POST', 'exchanges/%2F/events/publish', message('x'))).toEqual({
    status: 200,
    value: { routed: true },
  });
  expect((await ask('POST', 'exchanges/%2F/amq.default/publish', message('x'))).value).toEqual({ routed: false });
  await running.stop();
  running = await startCloud({ stateDir: folder, port: 0, amqpUrl: '' });
  expect((await ask('GET', 'queues/%2F/q%20one')).value).toMatchObject({ messages: 1, messages_ready: 1 });
  expect((await ask('DELETE', 'queues/%2F/q%20one/contents')).status).toBe(204);
  expect((await ask('GET', 'queues/%2F')).value).toMatchObject([{ name: 'q one', messages: 0 }]);
  expect((await ask('DELETE', 'queues/%2F/q%20one')).status).toBe(204);
  expect((await ask('GET', 'bindings/%2F')).value).toEqual([]);
});

test.each([
  ['GET', 'queues/%2F/nobody', undefined, 404, "There is no queue 'nobody' in vhost '/'."],
  ['POST', 'exchanges/other/amq.topic/publish', message('x'), 404, "There is no virtual host 'other'."],
  ['POST', 'exchanges/%2F/nobody/publish', message('x'), 404, "There is no exchange 'nobody' in vhost '/'."],
  ['PUT', 'queues/%2F/q', { arguments: { 'x-message-ttl': 5 } }, 501, 'the queue argument x-message-ttl'],
  ['PUT', 'queues/%2F/q', { durable: false }, 400, 'durable'],
  ['PUT', 'exchanges/%2F/amq.topic', { type: 'direct' }, 400, "inequivalent arg 'type'"],
  ['PUT', 'exchanges/%2F/x', { type: 'x-delayed-message' }, 400, 'type'],
  ['POST', 'bindings/%2F/e/a/e/b', {}, 501, 'POST /api/bindings/%2F/e/a/e/b'],
  [
    'POST',
    'exchanges/%2F/amq.topic/publish',
    { ...message('x'), properties: { delivery_mode: 3 } },
    400,
    'deliveryMode',
  ],
  ['GET', 'overview', undefined, 501, 'GET /api/overview'],
])('refuses %s %s by name', async (method, path, body, status, reason) => {
  const answer = await ask(method, path, body);
  expect(answer.status).toBe(status);
  expect(Object(answer.value).reason).toContain(reason);
});

test('leaves other requests to whom they are for', async () => {
  const answer = await fetch(`${running.endpoint}/api/queues`);
  expect(answer.status).toBe(403);
});

test('the publisher declares and publishes, and says what the broker refuses', async () => {
  const publisher = await openPublisher({ endpoint: running.endpoint });
  await publisher.declare({
    exchanges: [{ name: 'events', type: 'headers' }],
    queues: ['q'],
    bindings: [{ exchange: 'events', queue: 'q', arguments: { kind: 'order' } }],
  });
  const send = (headers: Readonly<Record<string, unknown>>) =>
    publisher.publish('events', { routingKey: '', properties: { headers, messageId: 'm' }, body: Buffer.from('x') });
  expect([await send({ kind: 'order' }), await send({ kind: 'user' })]).toEqual([true, false]);
  expect((await ask('GET', 'queues/%2F/q')).value).toMatchObject({ messages: 1 });
  await expect(publisher.declare({ bindings: [{ exchange: 'none', queue: 'q' }] })).rejects.toThrow(
    "404: There is no exchange 'none'",
  );
});
