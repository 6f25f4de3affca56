import { expect, test } from 'vitest';
import { lookAsJson } from './as-json.ts';
import type { Declared } from './declared.ts';
import { renderDetail } from './detail.ts';
import { comesWith, missingOf, tellAllMissing, tellMissing } from './missing.ts';
import { createTarget, usage } from './testing/target.ts';

const requests: Declared = {
  name: 'requests',
  service: 'enrich',
  kind: 'enrichment',
  reads: ['lake.haproxy_requests'],
};
const reading: Declared = { ...usage, reads: ['lake.requests', 'raw.events_paid', 'lake.there', 'raw.events_paid'] };

test('what a target reads and is not there is named once', () => {
  expect(missingOf(reading, new Set(['lake.there', 'lake.events_paid']))).toEqual(['lake.requests', 'raw.events_paid']);
  expect(missingOf(usage, new Set())).toEqual([]);
});

test.each([
  ['lake.requests', 'an enrichment of services/enrich, which is made once what it reads is there'],
  ['lake.usage', 'a dataset of services/query, which is made within a minute of its deployment'],
  ['raw.requests', 'which comes with its first file or row, if its name is right'],
  ['raw.events_order_paid', 'which comes with the first event of the type order_paid'],
  ['raw.facts_customer', 'which comes with the first fact of the entity customer'],
  ['raw.event_stats', 'which comes with the first events'],
  ['raw.rejected', 'which comes with the first record that is rejected'],
  ['raw.parse_logs_receipts', 'which comes with the first object that parse-logs takes'],
  ['lake.haproxy_requests', 'which comes with the first lines of HAProxy of its kind'],
  ['lake.shop_orders_changes', 'which comes with the first rows of the database’s shop_orders'],
  ['lake.order_paid_events', 'which comes when the first day of events of the type order_paid is compacted'],
  ['lake.stripe_charges', 'which comes with its first file or row, if its name is right'],
])('%s is %s', (table, words) => expect(comesWith(table, [requests, usage])).toBe(words));

test('who waits for tables is told below the list, in detail, and to programs', async () => {
  const look = { ...(await createTarget(reading).desk.look()), missing: ['raw.events_paid'] };
  const line = 'raw.events_paid, which comes with the first event of the type paid';
  expect(tellAllMissing([look, { ...look, missing: [] }], [])).toEqual([
    '',
    'Waits for tables that are not there, and runs by itself once they come:',
    '  usage',
    `    ${line}`,
  ]);
  expect(tellAllMissing([{ ...look, missing: [] }], [])).toEqual([]);
  const showing = { now: 0, isTerminal: false, width: 200, flags: '' };
  expect(renderDetail(look, { ...showing, missing: tellMissing(look, []) })).toContain(`  waits for  ${line}\n`);
  expect(renderDetail(look, showing)).not.toContain('waits for');
  expect(lookAsJson(look, false)).toMatchObject({ missing: ['raw.events_paid'] });
});
