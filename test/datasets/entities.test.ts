import { expect, test } from 'vitest';
import { createDatasetLake } from './dataset-lake.ts';
import { factColumns } from './raw-columns.ts';

type Told = { readonly entity?: string; readonly id?: string; readonly second: number; readonly event: string };

/** A fact of a customer (or what is told), at so many seconds after one o'clock. */
function fact(attribute: string, value: unknown, { entity = 'customer', id = 'c-1', second, event }: Told) {
  const at = new Date(Date.parse('2026-11-20T13:00:00.000Z') + second * 1_000).toISOString();
  const text = JSON.stringify(value);
  return { fact_id: `${event}/${attribute}`, entity, entity_id: id, attribute, value: text, at, event_id: event };
}

async function withFacts(...landed: readonly (readonly [hour: string, lines: readonly object[]])[]) {
  const lake = await createDatasetLake();
  for (const entity of ['customer', 'order']) await lake.json(`raw.facts_${entity}`, factColumns);
  for (const [hour, lines] of landed) await lake.land('raw.facts_customer', hour, lines);
  const snapshot = async () => {
    await lake.compute('entity_facts');
    await lake.compute('entity_snapshot');
    return lake.query(
      `SELECT entity_id, json_format(CAST(attributes AS json)) AS attributes, CAST(changed_at AS varchar) AS changed_at
       FROM lake.entity_snapshot ORDER BY 1`,
    );
  };
  return { lake, snapshot };
}

test('the last fact of each attribute is the state, in whatever order facts arrived, and on whichever day', async () => {
  const { snapshot } = await withFacts(
    ['2026-11-21T01', [fact('plan', 'free', { second: 1, event: 'e-1' })]],
    [
      '2026-11-20T13',
      [fact('plan', 'team', { second: 3, event: 'e-3' }), fact('seats', 1, { second: 1, event: 'e-1' })],
    ],
    [
      '2026-11-20T14',
      [fact('plan', 'solo', { second: 2, event: 'e-2' }), fact('seats', 5, { second: 2, event: 'e-2' })],
    ],
  );
  expect(await snapshot()).toEqual([
    { entity_id: 'c-1', attributes: '{"plan":"team","seats":"5"}', changed_at: '2026-11-20 13:00:03.000000' },
  ]);
});

test('what has gone is not there, what came back is, and an entity without attributes is none', async () => {
  const { snapshot } = await withFacts([
    '2026-11-20T13',
    [
      fact('plan', 'team', { second: 1, event: 'e-1' }),
      fact('phone', '1', { second: 1, event: 'e-1' }),
      fact('phone', null, { second: 2, event: 'e-2' }),
      fact('city', null, { second: 3, event: 'e-3' }),
      fact('city', 'Cork', { second: 4, event: 'e-4' }),
      fact('plan', 'free', { id: 'c-2', second: 1, event: 'e-5' }),
      fact('plan', null, { id: 'c-2', second: 2, event: 'e-6' }),
    ],
  ]);
  expect(await snapshot()).toEqual([
    { entity_id: 'c-1', attributes: '{"city":"Cork","plan":"team"}', changed_at: '2026-11-20 13:00:04.000000' },
  ]);
});

test('an attribute that went last says when the entity changed', async () => {
  const { snapshot } = await withFacts([
    '2026-11-20T13',
    [fact('plan', 'team', { second: 1, event: 'e-1' }), fact('phone', null, { second: 9, event: 'e-2' })],
  ]);
  expect((await snapshot())[0]?.changed_at).toBe('2026-11-20 13:00:09.000000');
});

test('of two events of one instant the greater id counts, and a fact that comes twice is one', async () => {
  const twice = fact('plan', 'free', { second: 1, event: 'e-1' });
  const { lake, snapshot } = await withFacts(
    ['2026-11-20T13', [fact('plan', 'team', { second: 1, event: 'e-2' }), twice, twice]],
    ['2026-11-21T13', [twice]],
  );
  expect((await snapshot())[0]?.attributes).toBe('{"plan":"team"}');
  expect(await lake.query('SELECT day, value, event_id FROM lake.entity_facts ORDER BY day')).toEqual([
    { day: '2026-11-20', value: '"team"', event_id: 'e-2' },
    { day: '2026-11-21', value: '"free"', event_id: 'e-1' },
  ]);
});

test('values stand as they were written: texts bare, numbers with each digit, lists as JSON', async () => {
  const { lake, snapshot } = await withFacts([
    '2026-11-20T13',
    [
      { ...fact('n', 0, { second: 1, event: 'e-1' }), value: '12345678901234567890.10' },
      fact('text', 'a "b" é \\', { second: 1, event: 'e-1' }),
      fact('word', 'null', { second: 1, event: 'e-1' }),
      fact('on', true, { second: 1, event: 'e-1' }),
      fact('list', ['a', 1, null], { second: 1, event: 'e-1' }),
      fact('empty', '', { second: 1, event: 'e-1' }),
    ],
  ]);
  await snapshot();
  const value = (name: string) => `element_at(attributes, '${name}') AS "${name}"`;
  const names = ['n', 'text', 'word', 'on', 'list', 'empty'];
  expect(await lake.query(`SELECT ${names.map(value).join(', ')} FROM lake.entity_snapshot`)).toEqual([
    { n: '12345678901234567890.10', text: 'a "b" é \\', word: 'null', on: 'true', list: '["a",1,null]', empty: '' },
  ]);
});

test('a day of entity_facts is made of what arrived on it alone', async () => {
  const { lake } = await withFacts(
    ['2026-11-20T13', [fact('plan', 'free', { second: 1, event: 'e-1' })]],
    ['2026-11-21T13', [fact('plan', 'team', { second: 2, event: 'e-2' })]],
  );
  expect(await lake.compute('entity_facts', ['2026-11-20'])).toMatchObject([{ day: '2026-11-20', value: '"free"' }]);
});

test('customers and orders have typed columns; what is none of the type is null', async () => {
  const { lake } = await withFacts([
    '2026-11-20T13',
    [
      fact('name', 'Ada', { second: 1, event: 'e-1' }),
      fact('seats', 12, { second: 1, event: 'e-1' }),
      fact('address.city', 'Cork', { second: 1, event: 'e-1' }),
      fact('seats', 'many', { id: 'c-2', second: 1, event: 'e-2' }),
    ],
  ]);
  const order = { entity: 'order', id: 'o-1', second: 5, event: 'e-3' };
  await lake.land('raw.facts_order', '2026-11-20T13', [
    fact('account_id', 106, order),
    fact('customer.id', 'c-1', order),
    fact('placed_at', '2026-11-20T13:00:05.250Z', order),
    fact('shipped_at', '2026-11-21T09:00:00Z', order),
    fact('shipped_at', 'tomorrow', { ...order, id: 'o-2' }),
    fact('total_cents', 1_900, order),
    fact('items', [{ sku: 'desk' }], order),
  ]);
  await lake.compute('entity_facts');
  await lake.compute('entity_snapshot');
  const customers = await lake.compute('customer_snapshot');
  expect(customers.toSorted((a, b) => String(a.customer_id).localeCompare(String(b.customer_id)))).toEqual([
    {
      ...{ customer_id: 'c-1', name: 'Ada', email_hash: null, plan: null, seats: '12', city: 'Cork' },
      changed_at: '2026-11-20 13:00:01.000000',
    },
    {
      ...{ customer_id: 'c-2', name: null, email_hash: null, plan: null, seats: null, city: null },
      changed_at: '2026-11-20 13:00:01.000000',
    },
  ]);
  const orders = await lake.compute('order_snapshot');
  expect(orders.toSorted((a, b) => String(a.order_id).localeCompare(String(b.order_id)))).toMatchObject([
    {
      ...{ order_id: 'o-1', account_id: '106', customer_id: 'c-1', total_cents: '1900', items: '[{"sku":"desk"}]' },
      ...{ placed_at: '2026-11-20 13:00:05.250000', shipped_at: '2026-11-21 09:00:00.000000', carrier: null },
    },
    { order_id: 'o-2', shipped_at: null },
  ]);
});
