import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeclarations } from '@tributary/ingest/events/core/facts/declarations.ts';
import { afterAll, expect, test } from 'vitest';
import { type Described, describe } from './described.ts';
import { openRouting } from './routed.ts';

const folder = mkdtempSync(join(tmpdir(), 'described-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, 'routes.yml');
writeFileSync(
  file,
  `routes:
  - name: many
    match: { type: many }
    each: items
    event_type: item_sold
    entity: item
    entity_id: { path: id }
    shape: [{ hash: [buyer.email], ignore_case: true }, { drop: [card] }]
  - { name: one, event_type: seen, entity: page, entity_id: { path: id } }
`,
);
const declarations = readDeclarations('events:\n  item_sold: {attributes: [price]}\n');

async function described(message: object): Promise<Described | undefined> {
  const { routes, routed } = openRouting(file, 'salt');
  async function* input() {
    yield JSON.stringify(message);
  }
  for await (const { outcome } of routed(input())) return describe(outcome, { routes, declarations });
  return undefined;
}

test('each event of a message has its table, what its route hides, and the facts that facts.yml takes of it', async () => {
  const items = [{ id: 'a', price: 1.5, buyer: { Email: 'x' }, card: 1 }, { price: 2 }];
  const several = await described({ properties: { type: 'many', messageId: 'm' }, body: { items } });
  if (several?.kind !== 'several') throw new Error('it is one');
  const [kept, rejected] = several.outcomes;
  expect(kept).toMatchObject({
    kind: 'kept',
    table: 'events_item_sold',
    hashed: ['buyer.email'],
    dropped: ['card'],
    facts: { isDeclared: true, table: 'facts_item', all: [{ attribute: 'price', value: '1.5', entity_id: 'a' }] },
  });
  expect(rejected).toMatchObject({ kind: 'rejected', route: 'many', element: 1 });
});

test('an event that facts.yml does not name states none', async () => {
  expect(await described({ body: { id: 7 } })).toMatchObject({
    table: 'events_seen',
    hashed: [],
    facts: { isDeclared: false, table: 'facts_page', all: [] },
  });
});

test('hashes are told to be of a sample salt where there is no other', () => {
  expect(openRouting(file, 'salt').isSampleSalt).toBe(false);
  expect(openRouting(file, undefined).isSampleSalt).toBe(process.env.LAKE_SALT === undefined);
});
