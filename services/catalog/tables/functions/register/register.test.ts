import { NoSuchKey } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createRegister, RegisterError } from './register.ts';
import { createCatalog, created } from './register-for-tests.ts';

const key = 'lake/haproxy_requests/year=2026/month=11/x.parquet';

describe('register', () => {
  test('creates the table and the partition, and says so', async () => {
    const { register, tables, partitions, events } = createCatalog();
    await register(created(key));
    expect(tables.get('tributary_lake_test.haproxy_requests')?.table.StorageDescriptor).toMatchObject({
      Columns: [{ Name: 'a', Type: 'string' }],
      Location: 's3://lake-bucket/lake/haproxy_requests/',
    });
    expect([...partitions]).toEqual([
      ['tributary_lake_test.haproxy_requests/2026/11', 's3://lake-bucket/lake/haproxy_requests/year=2026/month=11/'],
    ]);
    expect(events).toEqual([
      {
        type: 'Table Updated',
        detail: {
          version: '1',
          database: 'tributary_lake_test',
          table: 'haproxy_requests',
          cause: 'created',
          partitions: ['year=2026/month=11'],
          rows: 3,
        },
      },
    ]);
  });

  test('says which object is in which table, and how long after it came', async () => {
    const { deps } = createCatalog();
    const told: (readonly unknown[])[] = [];
    const register = createRegister({
      ...deps,
      log: { info: (...line) => told.push(line) },
      count: (...metric) => told.push(metric),
      countBy: (...metric) => told.push(metric),
      now: () => Date.parse('2026-11-20T13:00:07Z'),
    });
    const { body } = created(key);
    await register({ body: { ...body, time: '2026-11-20T13:00:00Z' } });
    expect(told).toEqual([
      [
        'Registered',
        { object: { bucket: 'lake-bucket', key }, eventId: 'e', table: 'haproxy_requests', cause: 'created', rows: 3 },
      ],
      ['ObjectsRegistered', 1],
      ['RowsRegistered', 3],
      ['SecondsBehind', { way: 'tables' }, 7],
    ]);
    told.length = 0;
    await register({ body });
    expect(
      told.map(([name]) => name),
      'of an event that says no time',
    ).toEqual(['Registered', 'ObjectsRegistered', 'RowsRegistered']);
  });

  test('changes nothing the second time', async () => {
    const { register, tables, partitions, events } = createCatalog();
    for (let time = 0; time < 3; time += 1) await register(created(key));
    expect(tables.get('tributary_lake_test.haproxy_requests')?.version).toBe(0);
    expect(partitions.size).toBe(1);
    expect(events.map(({ detail }) => 'cause' in detail && detail.cause)).toEqual(['created', 'rows', 'rows']);
  });

  test('adds columns and partitions, whichever comes first', async () => {
    const { register, tables, events, footers } = createCatalog();
    const later = 'lake/haproxy_requests/year=2026/month=12/y.parquet';
    footers.set(later, {
      columns: [
        { name: 'b', type: 'int' },
        { name: 'year', type: 'string' },
      ],
      rows: 1,
    });
    await register(created(key));
    await register(created(later));
    await register(created('lake/haproxy_requests/year=2027/month=01/z.parquet'));
    const columns = tables.get('tributary_lake_test.haproxy_requests')?.table.StorageDescriptor.Columns;
    expect(columns?.map(({ Name }) => Name)).toEqual(['a', 'b']);
    expect(events.slice(1).map(({ detail }) => detail)).toMatchObject([
      { cause: 'schema', columnsAdded: ['b'] },
      { cause: 'partitions' },
    ]);
  });

  test('reads again when another registered the table meanwhile', async () => {
    const { register, events } = createCatalog(1);
    await register(created(key));
    expect(events).toMatchObject([{ detail: { cause: 'partitions' } }]);
  });

  test('ignores empty objects and what is in no table', async () => {
    const { register, tables, events } = createCatalog();
    await register(created('lake/t/x.parquet', 0));
    await register(created('lake/notes.txt'));
    expect(tables.size + events.length).toBe(0);
  });

  test('leaves Iceberg tables alone', async () => {
    const { register, tables, events } = createCatalog();
    await register(created(key));
    for (const table of tables.values()) table.iceberg = true;
    await register(created('lake/haproxy_requests/data/x.parquet'));
    expect(events).toHaveLength(1);
  });

  test('leaves out a file that is gone by now, but no other that cannot be read', async () => {
    const { deps, tables } = createCatalog();
    const gone = new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
    const failing = (error: Error) => createRegister({ ...deps, readFooter: async () => Promise.reject(error) });
    const message = created('lake/t/year=2026/month=11/day=20/hour=13/a.parquet');
    await failing(gone)(message);
    expect([...tables.keys()]).toEqual([]);
    await expect(failing(new Error('AccessDenied'))(message)).rejects.toThrow('AccessDenied');
  });

  test('refuses folders that differ from the partition keys', async () => {
    const { register } = createCatalog();
    await register(created(key));
    await expect(register(created('lake/haproxy_requests/day=1/x.parquet'))).rejects.toThrow(RegisterError);
  });

  test('throws at an event that is none', async () => {
    await expect(createCatalog().register({ body: { detail: {} } })).rejects.toThrow();
  });
});
