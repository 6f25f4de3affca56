import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesText } from './changes-text.ts';
import type { FoundTable } from './found-table.ts';

const column = (name: string, type = 'int', isGenerated = false) => ({ name, type, isGenerated });
const table = (given: Partial<FoundTable>): FoundTable => ({
  ...{ schema: 'shop', table: 'orders', columns: [column('id')], key: ['id'], isPartitioned: false },
  ...given,
});
const text = (...tables: readonly FoundTable[]) =>
  changesText({ name: 'shop', engine: 'mysql', origin: 'db.internal:3306/shop', tables });

test('a source with all settings at their defaults is read as one without settings', () => {
  const [written] = readChanges(text(table({}))).sources;
  const [bare] = readChanges('sources: {shop: {tables: {shop.orders: {key: [id], columns: {id: int}}}}}').sources;
  expect(written).toEqual(bare);
});

test('what stands as a comment can be taken in', () => {
  const all = text(table({})).replace(/^( +)# (\w+: \S+ +#)/gm, '$1$2');
  expect(readChanges(all).sources[0]).toMatchObject({
    transactions: 'raw/db/transactions',
    format: { timestamp: 'dms_ts', sequence: 'dms_seq', beforeImage: 'BI_' },
  });
});

test('says of columns what their type in the lake does not tell', () => {
  const columns = [
    column('id', 'bigint unsigned'),
    column('note', 'longtext'),
    column('kind', `enum('a\nb','${'x'.repeat(80)}')`),
    column('year', 'year(4)'),
    column('sum', 'int', true),
  ];
  const lines = text(table({ columns, key: [] })).split('\n');
  expect(lines.slice(lines.indexOf('        columns:') + 1, -1)).toEqual([
    '          id: decimal(20,0) # bigint unsigned',
    '          note: string',
    `          kind: string # enum('a b','${'x'.repeat(47)}…`,
    '          year: {type: bigint, as: year_} # year(4)',
    '          sum: int # generated: take it out where DMS leaves it out',
  ]);
  expect(lines).toContain('        key: []');
  expect(lines).toContain('      # Without a primary key: its history only, no current rows');
});

test('whatever a table and its columns are called, changes.yml names them', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 64 }),
    fc.constantFrom('on', 'null', '1', '~', '- a', '#x', 'a: b'),
  );
  const schema = name.filter((each) => !/[./]/.test(each));
  const tableName = name.filter((each) => !each.includes('/'));
  fc.assert(
    fc.property(schema, tableName, fc.uniqueArray(name, { minLength: 1 }), (of, called, columns) => {
      fc.pre(!columns.includes('__proto__') && called !== '__proto__');
      const given = table({
        schema: of,
        table: called,
        columns: columns.map((each) => column(each)),
        key: columns.slice(0, 2),
      });
      const [read] = readChanges(text(given)).sources[0]?.tables ?? [];
      expect(read).toMatchObject({ schema: of, table: called });
      expect(read?.columns.map((each) => each.name).sort()).toEqual([...columns].sort());
      expect(read?.key.map((each) => each.name)).toEqual(columns.slice(0, 2));
    }),
  );
});
