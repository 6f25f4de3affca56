import { correctionObjects } from '@tributary/shared/corrections.ts';
import type { LakeEvent } from '@tributary/shared/events.ts';
import { describe, expect, test } from 'vitest';
import type { GlueTable } from '../../core/glue-table.ts';
import type { DeclaredTables } from '../../core/tables-file.ts';
import { createRegister, type RegisterDeps, RegisterError } from './register.ts';
import type { PartitionId } from './settle-partition.ts';

const created = (key: string, size = 100) => ({
  body: {
    id: 'e',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'lake-bucket' }, object: { key, size } },
  },
});

const idOf = ({ database, table, values }: PartitionId) => `${database}.${table}/${values.join('/')}`;

/** A Glue Data Catalog in memory, which races as often as it is told to. */
function createCatalog(races = 0, declared: DeclaredTables = {}) {
  const tables = new Map<string, { version: number; table: GlueTable; iceberg: boolean }>();
  const partitions = new Map<string, string>();
  const events: LakeEvent[] = [];
  const documents = new Map<string, unknown>();
  const footers = new Map<string, { columns: { name: string; type: string }[]; rows: number }>();
  let left = races;
  const deps: RegisterDeps = {
    databases: { raw: 'tributary_raw_test', lake: 'tributary_lake_test' },
    declared,
    readFooter: async ({ key }) => footers.get(key) ?? { columns: [{ name: 'a', type: 'string' }], rows: 3 },
    readJson: async ({ key }) => documents.get(key),
    findTable: async (database, name) => {
      const found = tables.get(`${database}.${name}`);
      if (!found) return undefined;
      const columns = found.table.StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type }));
      return {
        version: String(found.version),
        iceberg: found.iceberg,
        columns,
        partitionKeys: found.table.PartitionKeys.map(({ Name }) => Name),
        withColumns: (wanted) => ({
          ...found.table,
          StorageDescriptor: {
            ...found.table.StorageDescriptor,
            Columns: wanted.map((column) => ({ Name: column.name, Type: column.type })),
          },
        }),
      };
    },
    countTables: async (database, namePrefix) =>
      [...tables.keys()].filter((name) => name.startsWith(`${database}.${namePrefix}`)).length,
    createTable: async (database, table) => {
      if (tables.has(`${database}.${table.Name}`)) return 'exists';
      tables.set(`${database}.${table.Name}`, { version: 0, table, iceberg: false });
      left -= 1;
      return left >= 0 ? 'exists' : 'created';
    },
    updateTable: async (database, { version, input }) => {
      const found = tables.get(`${database}.${input.Name}`);
      if (!found || String(found.version) !== version) return 'changed meanwhile';
      const columns = input.StorageDescriptor?.Columns ?? [];
      found.version += 1;
      found.table.StorageDescriptor.Columns.splice(
        0,
        Number.POSITIVE_INFINITY,
        ...columns.map(({ Name = '', Type = '' }) => ({ Name, Type })),
      );
      return 'updated';
    },
    createPartition: async (partition, storage) => {
      if (partitions.has(idOf(partition))) return 'exists';
      partitions.set(idOf(partition), storage.Location);
      return 'created';
    },
    findPartition: async () => ({ columns: [], withColumns: () => ({}) }),
    updatePartition: async () => undefined,
    sendEvents: async (sent) => {
      events.push(...sent);
    },
    log: { info: () => undefined },
    count: () => undefined,
  };
  return { deps, tables, partitions, events, footers, documents, register: createRegister(deps) };
}

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

  const corrected = correctionObjects('x', {
    version: '1',
    database: 'lake',
    table: 'haproxy_requests',
    sourceKey: 'raw/logs/haproxy/x',
    removed: [key],
    written: ['lake/haproxy_requests/year=2026/month=12/x.parquet'],
  });

  test('tells of a correction, which is no table: the folders that were left and those that were entered', async () => {
    const { register, tables, events, documents } = createCatalog();
    for (const { key: name, body } of corrected) {
      documents.set(name, JSON.parse(body));
      for (let time = 0; time < 2; time += 1) await register(created(name));
    }
    expect(tables.size).toBe(0);
    const detail = {
      version: '1',
      database: 'tributary_lake_test',
      table: 'haproxy_requests',
      cause: 'rows',
      partitions: ['year=2026/month=11', 'year=2026/month=12'],
    };
    expect(events).toEqual([
      { type: 'Table Updated', detail },
      { type: 'Table Updated', detail },
    ]);
  });

  test('tells of a correction of an Iceberg table too', async () => {
    const { register, tables, events, documents } = createCatalog();
    await register(created(key));
    for (const table of tables.values()) table.iceberg = true;
    const [{ key: name, body } = { key: '', body: '' }] = corrected;
    documents.set(name, JSON.parse(body));
    await register(created(name));
    expect(events.at(-1)?.detail).toMatchObject({ cause: 'rows', table: 'haproxy_requests' });
    expect(events).toHaveLength(2);
  });

  test('does not pass over a correction that it cannot read', async () => {
    const { register, documents } = createCatalog();
    documents.set('corrections/t/a.json', { version: '2' });
    await expect(register(created('corrections/t/a.json'))).rejects.toThrow(/version/);
  });

  const events: DeclaredTables = {
    'events_{event_type}': {
      prefix: 'raw/events/{event_type}/',
      database: 'raw',
      format: 'json',
      partitions: ['year', 'month', 'day', 'hour'],
      limit: 2,
      columns: { event_id: 'string', payload: 'string' },
    },
  };
  const eventKey = (type: string, hour: string) => `raw/events/${type}/year=2026/month=11/day=20/hour=${hour}/a.gz`;

  test('makes a table per event type, with an hour per partition, without reading a byte', async () => {
    const { deps, tables, partitions } = createCatalog(0, events);
    const unread = async () => Promise.reject(new Error('was read'));
    const register = createRegister({ ...deps, readFooter: unread });
    for (const hour of ['13', '14']) await register(created(eventKey('order_paid', hour)));
    expect(tables.get('tributary_raw_test.events_order_paid')?.table).toMatchObject({
      PartitionKeys: ['year', 'month', 'day', 'hour'].map((Name) => ({ Name, Type: 'string' })),
      StorageDescriptor: {
        Columns: [
          { Name: 'event_id', Type: 'string' },
          { Name: 'payload', Type: 'string' },
        ],
        Location: 's3://lake-bucket/raw/events/order_paid/',
        SerdeInfo: { Parameters: { 'case.insensitive': 'false' } },
      },
    });
    expect([...partitions.keys()]).toEqual([
      'tributary_raw_test.events_order_paid/2026/11/20/13',
      'tributary_raw_test.events_order_paid/2026/11/20/14',
    ]);
  });

  test('makes no more tables than declared, and goes on with those that are there', async () => {
    const { register, tables } = createCatalog(0, events);
    for (const type of ['a', 'b']) await register(created(eventKey(type, '13')));
    await expect(register(created(eventKey('c', '13')))).rejects.toThrow(/events_c would be table 3 .* allows 2/);
    await register(created(eventKey('a', '14')));
    expect(tables.size).toBe(2);
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
