import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lake } from './lake.ts';

const placed = {
  exchange: 'shop',
  routingKey: 'order.placed',
  properties: { type: 'order.placed', messageId: 'm-1' },
  body: { order_id: 7, placed_at: '2026-11-20T13:00:00Z', customer: { email: 'a@example.com', phone: '1' } },
};

describe('lake route', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'route-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('shows what messages become, one after another, and fails when one is rejected', async () => {
    const broken = { ...placed, body: '{"order_id":' };
    const beat = { routingKey: 'eu.shop.heartbeat', body: null };
    const other = { exchange: 'shop', routingKey: 'cart.filled', body: {} };
    const input = [placed, broken, beat, other].map((message) => JSON.stringify(message)).join('\n');
    const { code, stdout } = await lake(['route'], { input });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^kept by order-placed, partition key order\/\d+$/);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      event_id: 'm-1',
      event_type: 'order_placed',
      entity_id: '7',
      occurred_at: '2026-11-20T13:00:00.000Z',
      payload: { order_id: 7, customer: { email: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    expect(lines[1]).not.toContain('phone');
    expect(lines.slice(2)).toEqual([
      'rejected by order-placed: not_json: the body is not JSON',
      'dropped by heartbeats',
      'dropped: no route matches (exchange shop, routing key cart.filled)',
    ]);
    expect(code).toBe(1);
  });

  test('--json gives one object a message, by the routes of --routes', async () => {
    const routes = join(folder, 'mine.yml');
    writeFileSync(
      routes,
      'routes:\n  - { name: all, event_type: thing, entity: thing, entity_id: { path: order_id } }\n',
    );
    const { code, stdout } = await lake(['route', '--json', '--routes', routes], { input: JSON.stringify(placed) });
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'kept',
      route: 'all',
      envelope: { event_type: 'thing', entity_id: '7' },
    });
    expect(code).toBe(0);
  });

  test('takes what the management interface gives, and prints numbers as they are', async () => {
    const routes = join(folder, 'exact.yml');
    writeFileSync(
      routes,
      'routes:\n  - { name: all, match: { headers: { v: 2 } }, event_type: thing, entity: thing, entity_id: { path: id } }\n',
    );
    const managed = {
      payload_bytes: 27,
      redelivered: false,
      exchange: 'shop',
      routing_key: 'order.placed',
      message_count: 0,
      properties: { message_id: 'm-2', app_id: 'web', headers: { v: 2 } },
      payload: Buffer.from('{"id":12345678901234567890}').toString('base64'),
      payload_encoding: 'base64',
    };
    const own = '{"headers":{"v":2},"body":{"id":1.10e400}}';
    const input = `${JSON.stringify(managed)}\n${own}\n`;
    const { code, stdout } = await lake(['route', '--json', '--routes', routes], { input });
    const [first = '', second] = stdout.trimEnd().split('\n');
    expect(first).toContain('"payload":{"id":12345678901234567890}');
    expect(JSON.parse(first)).toMatchObject({ envelope: { event_id: 'web/m-2', entity_id: '12345678901234567890' } });
    expect(second).toContain('"payload":{"id":1.10e400}');
    expect(code).toBe(0);
  });

  test('warns when nothing was at a path that is to be protected', async () => {
    const spelled = { ...placed, body: { ...placed.body, customer: { Email: 'a@example.com' } } };
    const { stderr } = await lake(['route'], { input: JSON.stringify(spelled) });
    expect(stderr).toContain('Warning: order-placed hashes or drops customer.email, which is not in this message');
  });

  test('names file, line and mistake of wrong routes, and what is no message', async () => {
    const routes = join(folder, 'wrong.yml');
    writeFileSync(routes, 'routes:\n  - name: all\n    drop: yes please\n');
    const wrong = await lake(['route', '--routes', routes], { input: '{}' });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(`${routes}:3:5: routes.0.drop`);
    const none = await lake(['route'], { input: '{"boddy": 1}' });
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('message 1: ');
  });
});
