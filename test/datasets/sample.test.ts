import { expect, test } from 'vitest';
import * as z from 'zod';
import { createDatasetLake } from './dataset-lake.ts';
import { eventColumns, factColumns } from './raw-columns.ts';
import { accounts, eventsOfSample, hour, readProject, requestColumns, requestsOfSample } from './sample-rows.ts';

const customer = z.object({
  customer_id: z.string(),
  updated_at: z.number(),
  after: z.object({
    name: z.string().optional(),
    plan: z.string().optional(),
    seats: z.number().optional(),
    address: z.object({ city: z.string().optional() }).optional(),
  }),
});
const order = z.object({ order_id: z.string(), account_id: z.number(), total_cents: z.number() });
const message = z.object({ routingKey: z.string(), body: z.unknown() });
const messages = readProject('samples/events/messages.ndjson')
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => message.parse(JSON.parse(line)));

const requests = requestsOfSample();

async function withSample() {
  const lake = await createDatasetLake();
  const { facts, events } = await eventsOfSample();
  for (const entity of ['customer', 'order']) {
    await lake.json(`raw.facts_${entity}`, factColumns);
    await lake.land(
      `raw.facts_${entity}`,
      hour,
      facts.filter((fact) => fact.entity === entity),
    );
  }
  await lake.json('raw.events_order_placed', eventColumns);
  await lake.land(
    'raw.events_order_placed',
    hour,
    events.filter(({ event_type }) => event_type === 'order_placed'),
  );
  for (const table of ['lake.integration_requests', 'lake.haproxy_requests']) {
    await lake.json(table, requestColumns);
    await lake.land(table, hour, requests);
  }
  for (const name of ['entity_facts', 'account_events']) await lake.compute(name, ['2026-11-20']);
  await lake.compute('entity_snapshot');
  return lake;
}

const orders = messages.flatMap(({ routingKey, body }) => {
  const told = order.safeParse(body);
  return routingKey === 'order.placed' && told.success ? [told.data] : [];
});

test('each customer of the sample is as its last message says, and each order has its account', async () => {
  const lake = await withSample();
  const last = new Map<string, z.infer<typeof customer>>();
  for (const { routingKey, body } of messages) {
    if (!/^customer\.(created|updated)$/.test(routingKey)) continue;
    const told = customer.parse(body);
    if ((last.get(told.customer_id)?.updated_at ?? 0) <= told.updated_at) last.set(told.customer_id, told);
  }
  await lake.compute('customer_snapshot');
  const rows = await lake.query(
    'SELECT customer_id, name, plan, seats, city FROM lake.customer_snapshot ORDER BY customer_id',
  );
  const expected = [...last.values()].map(({ customer_id, after: { name, plan, seats, address } }) => ({
    ...{ customer_id, name: name ?? null, plan: plan ?? null, seats: seats === undefined ? null : String(seats) },
    city: address?.city ?? null,
  }));
  expect(rows).toEqual(expected.toSorted((a, b) => (a.customer_id < b.customer_id ? -1 : 1)));
  expect(rows.length).toBeGreaterThan(40);
  await expectOrders(lake);
});

async function expectOrders(lake: Awaited<ReturnType<typeof withSample>>): Promise<void> {
  await lake.compute('order_snapshot');
  const rows = await lake.query(
    'SELECT order_id, account_id, total_cents FROM lake.order_snapshot WHERE placed_at IS NOT NULL ORDER BY order_id',
  );
  const expected = new Map(orders.map((each) => [each.order_id, each]));
  expect(rows).toEqual(
    [...expected.values()]
      .map(({ order_id, account_id, total_cents }) => ({
        ...{ order_id, account_id: String(account_id), total_cents: String(total_cents) },
      }))
      .toSorted((a, b) => (a.order_id < b.order_id ? -1 : 1)),
  );
  const [sent] = await lake.query('SELECT count(*) AS sent FROM lake.order_snapshot WHERE shipped_at IS NOT NULL');
  expect(Number(sent?.sent)).toBeGreaterThan(50);
}

test('account_health has the requests, errors and orders of each account, slow_endpoints each request', async () => {
  const lake = await withSample();
  await lake.compute('account_health', ['2026-11-20']);
  const rows = await lake.query(
    'SELECT account_id, requests, errors_5xx, events FROM lake.account_health ORDER BY account_id',
  );
  const expected = accounts.map(({ account_id }) => {
    const own = requests.filter((each) => each.account_id === account_id);
    const placed = orders.filter((each) => each.account_id === account_id);
    return {
      ...{ account_id: String(account_id), requests: String(own.length) },
      ...{ errors_5xx: String(own.filter(({ status_code: code }) => code >= 500).length) },
      events: String(placed.length),
    };
  });
  expect(rows).toEqual(expected.filter((each) => each.requests !== '0' || each.events !== '0'));
  expect(rows.length).toBeGreaterThan(20);
  await lake.compute('slow_endpoints', ['2026-11-20']);
  const [all] = await lake.query('SELECT count(*) AS rows, sum(requests) AS requests FROM lake.slow_endpoints');
  expect(all?.requests).toBe(String(requests.length));
  const places = new Set(requests.map(({ backend_name, path }) => `${backend_name} ${path}`));
  expect(Number(all?.rows)).toBeLessThan(places.size / 2);
  const [rooms] = await lake.query(
    "SELECT sum(requests) AS requests, max(worst_active_ms) AS worst FROM lake.slow_endpoints WHERE path_pattern = '/chat/api/rooms/:id/messages'",
  );
  const own = requests.filter(({ path }) => /^\/chat\/api\/rooms\/\d+\/messages$/.test(path));
  expect(rooms).toEqual({
    requests: String(own.length),
    worst: String(Math.max(...own.map(({ time_active_ms }) => time_active_ms))),
  });
});
