import { describe, expect, test } from 'vitest';
import { createAnsweredGlue } from './glue-for-tests.ts';
import { createGluePartitionLists } from './glue-partition-lists.ts';
import { createGluePartitions } from './glue-partitions.ts';
import { createGlueTables } from './glue-tables.ts';

const fine = (body: object = {}) => ({ body });
const failed = (code: string) => ({ code });
const values = (count: number) => Array.from({ length: count }, (_, at) => [`${at}`]);
const errorOf = (code: string) => ({ PartitionValues: ['1'], ErrorDetail: { ErrorCode: code, ErrorMessage: 'so' } });
const updateErrorOf = (code: string) => ({ PartitionValueList: ['1'], ErrorDetail: { ErrorCode: code } });
const isLength = (name: string, count: number) =>
  expect.objectContaining({ [name]: expect.toSatisfy((all) => all.length === count) });

describe('partitions, many at once', () => {
  test('are listed to the last page', async () => {
    const glue = createAnsweredGlue([
      fine({ Partitions: [{ Values: ['1'], StorageDescriptor: { Location: 's3://b/1/' } }], NextToken: 'more' }),
      fine({ Partitions: [{ Values: ['2'] }] }),
    ]);
    expect(await createGluePartitionLists(glue.client).list('lake', 'orders')).toEqual([
      { values: ['1'], input: { Values: ['1'], StorageDescriptor: { Location: 's3://b/1/' } } },
      { values: ['2'], input: { Values: ['2'] } },
    ]);
    expect(glue.inputs()[1]).toMatchObject({ NextToken: 'more' });
  });

  test('go in lots of what a call takes', async () => {
    const glue = createAnsweredGlue(Array.from({ length: 8 }, () => fine()));
    const lists = createGluePartitionLists(glue.client);
    await lists.create(
      'lake',
      'orders',
      values(101).map((Values) => ({ Values })),
    );
    await lists.update(
      'lake',
      'orders',
      values(101).map((each) => ({ values: each, input: { Values: each } })),
    );
    await lists.remove('lake', 'orders', values(26));
    expect(glue.inputs()).toEqual([
      isLength('PartitionInputList', 100),
      isLength('PartitionInputList', 1),
      isLength('Entries', 100),
      isLength('Entries', 1),
      isLength('PartitionsToDelete', 25),
      isLength('PartitionsToDelete', 1),
    ]);
  });

  test('that are there already are created, and those that are gone removed; all else that fails is thrown', async () => {
    const listsWith = (Errors: readonly object[]) =>
      createGluePartitionLists(createAnsweredGlue([fine({ Errors })]).client);
    const [one] = values(1);
    const inputs = [{ Values: one ?? [] }];
    const changes = [{ values: one ?? [], input: {} }];
    await listsWith([errorOf('AlreadyExistsException')]).create('lake', 'orders', inputs);
    await listsWith([errorOf('EntityNotFoundException')]).remove('lake', 'orders', values(1));
    const thrown = 'Partition 1 of orders: InternalServiceException';
    await expect(listsWith([errorOf('InternalServiceException')]).create('lake', 'orders', inputs)).rejects.toThrow(
      thrown,
    );
    await expect(listsWith([errorOf('InternalServiceException')]).remove('lake', 'orders', values(1))).rejects.toThrow(
      thrown,
    );
    await expect(
      listsWith([updateErrorOf('EntityNotFoundException')]).update('lake', 'orders', changes),
    ).rejects.toThrow('Partition 1 of orders: EntityNotFoundException');
  });
});

describe('a partition', () => {
  const id = { database: 'lake', table: 'orders', values: ['1'] };
  const storage = {
    Columns: [],
    Location: 's3://b/1/',
    InputFormat: '',
    OutputFormat: '',
    SerdeInfo: { SerializationLibrary: '', Parameters: {} },
  };

  test('is created, is there already, or the failure is thrown', async () => {
    const createWith = (body: object) =>
      createGluePartitions(createAnsweredGlue([fine(body)]).client).createPartition(id, storage);
    expect(await createWith({})).toBe('created');
    expect(await createWith({ Errors: [errorOf('AlreadyExistsException')] })).toBe('exists');
    await expect(createWith({ Errors: [errorOf('InternalServiceException')] })).rejects.toThrow(
      'Partition 1 of lake.orders was not created: InternalServiceException so',
    );
  });

  test('is found with its place, and keeps what is not changed', async () => {
    const Partition = {
      Values: ['1'],
      Parameters: { mine: 'x' },
      StorageDescriptor: { Location: 's3://b/1/', Columns: [{ Name: 'a', Type: 'int', Comment: 'ours' }] },
    };
    const found = await createGluePartitions(createAnsweredGlue([fine({ Partition })]).client).findPartition(id);
    expect(found).toMatchObject({ location: 's3://b/1/', columns: [{ name: 'a', type: 'int' }] });
    expect(found.withColumns([{ name: 'a', type: 'bigint' }])).toEqual({
      ...Partition,
      StorageDescriptor: { Location: 's3://b/1/', Columns: [{ Name: 'a', Type: 'bigint', Comment: 'ours' }] },
    });
    expect(found.withColumns([], 's3://b/2/').StorageDescriptor).toEqual({ Location: 's3://b/2/', Columns: [] });
  });
});

describe('a table', () => {
  const tablesWith = (...answers: Parameters<typeof createAnsweredGlue>[0]) => {
    const glue = createAnsweredGlue(answers);
    return { ...glue, tables: createGlueTables(glue.client) };
  };

  test('is found, or is not there; what fails is thrown', async () => {
    const Table = {
      Name: 'orders',
      VersionId: '7',
      TableType: 'VIRTUAL_VIEW',
      PartitionKeys: [{ Name: 'day' }],
      Parameters: { a: 'b' },
    };
    const { tables } = tablesWith(fine({ Table }), failed('EntityNotFoundException'), failed('AccessDeniedException'));
    expect(await tables.findTable('lake', 'orders')).toMatchObject({
      version: '7',
      isView: true,
      iceberg: false,
      partitionKeys: ['day'],
      parameters: { a: 'b' },
    });
    expect(await tables.findTable('lake', 'orders')).toBeUndefined();
    await expect(tables.findTable('lake', 'orders')).rejects.toThrow('AccessDenied');
  });

  test('is updated as the version that was found, or was changed meanwhile', async () => {
    const { tables, inputs } = tablesWith(
      fine(),
      failed('ConcurrentModificationException'),
      failed('AccessDeniedException'),
    );
    const update = { version: '7', input: { Name: 'orders' } };
    expect(await tables.updateTable('lake', update)).toBe('updated');
    expect(inputs()).toEqual([
      { DatabaseName: 'lake', TableInput: { Name: 'orders' }, VersionId: '7', SkipArchive: true },
    ]);
    expect(await tables.updateTable('lake', update)).toBe('changed meanwhile');
    await expect(tables.updateTable('lake', update)).rejects.toThrow('AccessDenied');
  });

  test('that is gone is deleted, and one that is there exists', async () => {
    const { tables } = tablesWith(
      failed('EntityNotFoundException'),
      failed('AccessDeniedException'),
      failed('AlreadyExistsException'),
    );
    await tables.deleteTable('lake', 'orders');
    await expect(tables.deleteTable('lake', 'orders')).rejects.toThrow('AccessDenied');
    const storage = {
      Columns: [],
      Location: '',
      InputFormat: '',
      OutputFormat: '',
      SerdeInfo: { SerializationLibrary: '', Parameters: {} },
    };
    const table = {
      Name: 'orders',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {},
      PartitionKeys: [],
      StorageDescriptor: storage,
    } as const;
    expect(await tables.createTable('lake', { ...table, PartitionKeys: [] })).toBe('exists');
  });

  test('is counted to the last page', async () => {
    const { tables, inputs } = tablesWith(
      fine({ TableList: [{ Name: 'a' }], NextToken: 'more' }),
      fine({ TableList: [{ Name: 'b' }, { Name: 'c' }] }),
    );
    expect(await tables.countTables('lake', 'events_')).toBe(3);
    expect(inputs()[1]).toMatchObject({ Expression: 'events_.*', NextToken: 'more' });
  });
});
