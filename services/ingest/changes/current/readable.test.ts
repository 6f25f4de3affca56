import { EntityNotFoundException, GlueServiceException } from '@aws-sdk/client-glue';
import { expect, test } from 'vitest';
import { createColumnsOf, createIsReadable } from './readable.ts';

const glueWith = (tables: Readonly<Record<string, readonly string[]>>) => ({
  send: async ({
    input: { DatabaseName, Name = '' },
  }: {
    input: { DatabaseName?: string | undefined; Name?: string | undefined };
  }) => {
    const columns = tables[`${DatabaseName}.${Name}`];
    if (columns === undefined) throw new EntityNotFoundException({ $metadata: {}, message: `no ${Name}` });
    return { Table: { Name, StorageDescriptor: { Columns: columns.map((each) => ({ Name: each })) } } };
  },
});
const expected = new Map([['shop_changes', ['id', 'added']]]);

test('a table is readable once the catalog has all the columns that it is read for', async () => {
  const isReadable = (columns: readonly string[]) =>
    createIsReadable(createColumnsOf(glueWith({ 'lake.shop_changes': columns }), 'lake'), expected)('shop_changes');
  expect(await isReadable(['id'])).toBe(false);
  expect(await isReadable([])).toBe(false);
  expect(await isReadable(['other', 'added', 'id'])).toBe(true);
});

test('what is not there is not readable, and what nothing is expected of is, where it is there', async () => {
  const isReadable = createIsReadable(
    createColumnsOf(glueWith({ 'lake.view': [], 'raw.shop_changes': ['id', 'added'] }), 'lake'),
    expected,
  );
  expect(await isReadable('view')).toBe(true);
  expect(await isReadable('none')).toBe(false);
  expect(await isReadable('shop_changes')).toBe(false);
});

test('another fault of Glue is no answer', async () => {
  const refused = new GlueServiceException({
    name: 'AccessDeniedException',
    $fault: 'client',
    $metadata: {},
    message: 'no',
  });
  const isReadable = createIsReadable(createColumnsOf({ send: () => Promise.reject(refused) }, 'lake'), expected);
  await expect(isReadable('shop_changes')).rejects.toBe(refused);
});
