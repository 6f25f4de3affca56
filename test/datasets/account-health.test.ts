import { expect, test } from 'vitest';
import { createDatasetLake } from './dataset-lake.ts';
import { eventColumns } from './raw-columns.ts';

const requestColumns = {
  record_id: 'string',
  request_date: 'timestamp',
  client_ip: 'string',
  status_code: 'int',
  time_active_ms: 'bigint',
  integration_slug: 'string',
  account_id: 'bigint',
  account_company: 'string',
  account_plan: 'string',
  account_region: 'string',
};

let count = 0;

/** A request of account 106 that went well in 10 ms, unless told otherwise. */
function request(request_date: string, told: Readonly<Record<string, string | number | null>> = {}) {
  count += 1;
  return {
    ...{ record_id: `r-${count}`, request_date, client_ip: '10.0.0.1', status_code: 200, time_active_ms: 10 },
    ...{ integration_slug: null, account_id: 106, account_company: 'Acme', account_plan: 'free', account_region: 'eu' },
    ...told,
  };
}

const placed = (event_id: string, payload: unknown) => ({
  ...{ event_id, event_type: 'order_placed', entity: 'order', entity_id: event_id, source: 'x', payload },
  ...{ occurred_at: '2026-11-20T13:00:00.000Z', ingested_at: '2026-11-20T13:00:00.000Z' },
});

async function withAccounts() {
  const lake = await createDatasetLake();
  await lake.json('lake.integration_requests', requestColumns);
  await lake.json('raw.events_order_placed', eventColumns);
  const [at, later, next] = ['2026-11-20 13:00:00.0', '2026-11-20 14:00:00.0', '2026-11-21 00:00:00.0'];
  await lake.land('lake.integration_requests', '2026-11-20T13', [
    request(later, { account_plan: 'team', status_code: 503, time_active_ms: 900, integration_slug: 'zapier' }),
    request(at, { status_code: 404, client_ip: '10.0.0.2', integration_slug: 'slack' }),
    request(at, { status_code: 499, time_active_ms: -1, integration_slug: 'slack' }),
    request(at, { account_id: null, account_company: null }),
    request(next, { account_id: 106 }),
  ]);
  await lake.land('raw.events_order_placed', '2026-11-20T13', [
    placed('e-1', { account_id: 106 }),
    placed('e-1', { account_id: 106 }),
    placed('e-2', { account_id: '106' }),
    placed('e-3', { account_id: 110 }),
    placed('e-4', { account_id: 'none' }),
    placed('e-5', {}),
    placed('e-6', 'no object'),
  ]);
  await lake.land('raw.events_order_placed', '2026-11-21T13', [placed('e-7', { account_id: 106 })]);
  return lake;
}

test('events of an account are counted once, and those that name none are not', async () => {
  const lake = await withAccounts();
  await lake.compute('account_events', ['2026-11-20']);
  expect(await lake.query('SELECT account_id, event_type, events FROM lake.account_events ORDER BY 1')).toEqual([
    { account_id: '106', event_type: 'order_placed', events: '2' },
    { account_id: '110', event_type: 'order_placed', events: '1' },
  ]);
});

test('a day of an account is its requests, their errors and its events; an account with events alone has a row too', async () => {
  const lake = await withAccounts();
  await lake.compute('account_events');
  await lake.compute('account_health', ['2026-11-20']);
  const nothing = { company: null, plan: null, region: null, error_ratio: null, p95_active_ms: null };
  expect(await lake.query('SELECT * FROM lake.account_health ORDER BY account_id')).toEqual([
    {
      ...{ day: '2026-11-20', account_id: '106', company: 'Acme', plan: 'team', region: 'eu', requests: '3' },
      ...{ errors_4xx: '2', errors_5xx: '1', error_ratio: String(1 / 3), p95_active_ms: '900', integrations: '2' },
      ...{ clients: '2', events: '2' },
    },
    {
      ...{ day: '2026-11-20', account_id: '110', requests: '0', errors_4xx: '0', errors_5xx: '0', integrations: '0' },
      ...{ clients: '0', events: '1' },
      ...nothing,
    },
  ]);
});

test('a day reads no other', async () => {
  const lake = await withAccounts();
  await lake.compute('account_events');
  expect(await lake.compute('account_health', ['2026-11-21'])).toMatchObject([
    { day: '2026-11-21', account_id: '106', requests: '1', events: '1' },
  ]);
});
