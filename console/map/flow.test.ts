import { expect, test } from 'vitest';
import { flowOf } from './flow.ts';
import { naming, recorded } from './testing/recorded.ts';

const flow = flowOf(recorded, naming);
const ways = new Set(flow.edges.map(({ from, to }) => `${from} > ${to}`));
const all = [...flow.nodes, ...flow.aside, ...flow.dead, ...flow.rules];
const nodeOf = (id: string) => all.find((node) => node.id === id);

/** Every way of a chain is there. */
function expectWay(...ids: readonly string[]): void {
  const missing = ids
    .slice(1)
    .map((id, at) => `${ids[at]} > ${id}`)
    .filter((way) => !ways.has(way));
  expect(missing).toEqual([]);
}

const fn = (name: string) => `function:tributary-${name}`;
const queue = (name: string) => `queue:tributary-${name}`;

test('a line of HAProxy goes from its log group through Firehose, S3 and a queue into a table', () => {
  expectWay(
    'log group:/tributary/local/haproxy',
    'delivery:tributary-haproxy-local',
    'objects:raw/logs/haproxy/',
    queue('ingest-local-parse'),
    fn('ingest-local-parse-logs'),
    'table:haproxy_requests',
  );
});

test('a message goes from the broker into the stream, and from there three ways into raw tables', () => {
  expectWay('broker:lake', fn('ingest-local-bridge'), 'stream:tributary-events-local');
  const stream = 'stream:tributary-events-local';
  expectWay(stream, 'delivery:tributary-events-local', 'objects:raw/events/', 'table:raw.events_order_placed');
  expectWay(stream, 'delivery:tributary-facts-local', fn('ingest-local-facts'), 'objects:raw/facts/');
  expectWay(stream, fn('ingest-local-tally'), 'objects:raw/stats/', 'table:raw.event_stats');
});

test('what Firehose has transformed does not also go around its function', () => {
  expect(ways).not.toContain('delivery:tributary-facts-local > objects:raw/facts/');
});

test('rows of a database become changes, and these are told to what makes the current rows', () => {
  expectWay(
    'objects:raw/db/',
    queue('ingest-local-changes'),
    fn('ingest-local-land-changes'),
    'table:shop_orders_changes',
    queue('ingest-local-plan-current'),
    fn('ingest-local-plan-current'),
    'work group:tributary-changes-local',
  );
});

test('a table that is written is registered, told, and made into datasets by statements whose end is settled', () => {
  expectWay(
    'table:haproxy_requests',
    queue('catalog-local-register'),
    fn('catalog-local-register'),
    'bus:tributary-local',
  );
  const plan = [queue('query-local-plan'), fn('query-local-plan'), 'work group:tributary-datasets-local'] as const;
  expectWay('bus:tributary-local', ...plan, 'table:integration_usage');
  expectWay(plan[2], queue('query-local-settle'), fn('query-local-settle'), 'bus:tributary-local');
  expectWay(
    'table:haproxy_requests',
    'table:integration_requests',
    'table:integration_usage',
    'table:integration_trend',
  );
});

test('a way that events go by rules names them', () => {
  const edge = flow.edges.find(({ from, to }) => from === 'bus:tributary-local' && to === queue('query-local-plan'));
  expect(edge?.by).toEqual(['tributary-query-local-events-landed', 'tributary-query-local-table-updated']);
});

test('files are written by who may write just there, not by all who may write anywhere', () => {
  const writers = flow.edges.filter(({ to }) => to === 'table:shop_orders_changes').map(({ from }) => from);
  expect(writers).toEqual([fn('ingest-local-land-changes')]);
});

test('what lies in another bucket does not come from raw objects, whatever it is called', () => {
  const table = {
    database: naming.lakeDatabase,
    name: 'other',
    kind: 'files',
    location: 'elsewhere/raw/events/other/',
  } as const;
  const { edges } = flowOf({ ...recorded, tables: [...recorded.tables, table] }, naming);
  expect(edges.filter(({ to }) => to === 'table:other')).toEqual([]);
});

test('datasets of one service are not made by the statements of another', () => {
  expect(ways).toContain('work group:tributary-enrich-local > table:integration_requests');
  expect(ways).not.toContain('work group:tributary-datasets-local > table:integration_requests');
  expect([...ways].filter((way) => way.startsWith('work group:tributary-egress-local > table:'))).toEqual([]);
});

test('what was given up belongs to the queue, the stream’s reader, or the function that gave it up', () => {
  expect(nodeOf(queue('ingest-local-parse'))?.deadLetters).toBe(queue('ingest-local-parse-dead'));
  expect(nodeOf(fn('ingest-local-tally'))?.deadLetters).toBe(queue('ingest-local-tally-dead'));
  expect(nodeOf(fn('ingest-local-drain'))?.deadLetters).toBe(queue('ingest-local-drain-dead'));
  expect(nodeOf(fn('ingest-local-parse-direct'))?.deadLetters).toBe(queue('ingest-local-subscription-dead'));
  expect(flow.dead).toHaveLength(23);
  expect(flow.nodes.filter(({ id }) => id.endsWith('-dead'))).toEqual([]);
});

test('functions that nothing deployed calls stand aside', () => {
  expect(flow.aside.map(({ title }) => title).toSorted()).toEqual(['drain', 'parse-direct', 'replay']);
});

test('nothing that is deployed is left out, and nothing is there twice', () => {
  const { functions, queues, rules, tables, streams, deliveries } = recorded;
  const names = [...functions, ...queues, ...rules, ...streams, ...deliveries].map(({ name }) => name);
  const known = all.map(({ name }) => name);
  const whole = tables.map(({ database, name }) => `${database}.${name}`);
  expect([...names, ...whole].filter((name) => !known.includes(name))).toEqual([]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

test('no function is drawn as sending to the queue that it reads, and nothing leads to itself', () => {
  const back = flow.edges.filter(
    ({ from, to }) => from === to || (from.startsWith('function:') && ways.has(`${to} > ${from}`)),
  );
  expect(back).toEqual([]);
});

test('what is reached first comes first', () => {
  const at = (id: string) => flow.nodes.findIndex((node) => node.id === id);
  expect(at('log group:/tributary/local/haproxy')).toBeLessThan(at('delivery:tributary-haproxy-local'));
  expect(at('bus:tributary-local')).toBeLessThan(at(fn('query-local-settle')));
});

test('names are told without what all of them have', () => {
  expect(nodeOf(fn('ingest-local-parse-logs'))).toMatchObject({ title: 'parse-logs', service: 'ingest' });
  expect(nodeOf('delivery:tributary-haproxy-local')?.title).toBe('haproxy');
  expect(nodeOf(queue('query-local-views'))?.schedules).toEqual(['rate(1 minute)']);
});

test('a rule that is switched off is no way', () => {
  const rules = recorded.rules.map((rule) =>
    rule.name.endsWith('raw-logs-created') ? { ...rule, isEnabled: false } : rule,
  );
  const without = flowOf({ ...recorded, rules }, naming);
  expect(without.aside.map(({ title }) => title)).toContain('parse-logs');
});

test('an empty account has an empty flow', () => {
  const empty = { functions: [], sources: [], rules: [], subscriptions: [], deliveries: [], streams: [], queues: [] };
  const nothing = flowOf({ ...empty, grants: {}, tables: [], graph: [] }, naming);
  expect(nothing).toEqual({ nodes: [], edges: [], aside: [], rules: [], dead: [] });
});
