import { describe, expect, test } from 'vitest';
import { PlaceError } from '../core/place.ts';
import type { DeclaredTables } from '../core/tables-file.ts';
import { createRegister, RegisterError } from '../functions/register/register.ts';
import { createCatalog, created } from '../functions/register/register-for-tests.ts';
import { createRelist } from './relist.ts';
import { type Relisted, type Relisting, relisting } from './relisting.ts';

const declared: DeclaredTables = {
  'events_{event_type}': {
    prefix: 'raw/events/{event_type}/',
    database: 'raw',
    format: 'json',
    partitions: ['year', 'month', 'day'],
    limit: 9,
    columns: { event_id: 'string' },
  },
  receipts: { prefix: 'receipts/', database: 'raw', format: 'json', partitions: [], columns: { n: 'bigint' } },
};

/** Buckets with these objects, and the catalog that register keeps. */
function setUp(keys: Readonly<Record<string, readonly string[]>>, most = 100) {
  const catalog = createCatalog(0, declared);
  const register = createRegister(catalog.deps);
  const messages: Relisting[] = [{ relist: 'all' }];
  const reports: Relisted[] = [];
  const registered: string[] = [];
  const refused = new Map<string, Error>();
  const within = (bucket: string, folder: string) => (keys[bucket] ?? []).filter((key) => key.startsWith(folder));
  const relist = createRelist({
    declared,
    databases: catalog.deps.databases,
    buckets: { raw: 'raw-bucket', lake: 'lake-bucket' },
    findTable: catalog.deps.findTable,
    partitions: {
      list: async (database, table) =>
        [...catalog.partitions.keys()]
          .filter((id) => id.startsWith(`${database}.${table}/`))
          .map((id) => ({ values: id.split('/').slice(1), input: {} })),
    },
    async listFolders(bucket, folder) {
      const rests = within(bucket, folder).map((key) => key.slice(folder.length).split('/'));
      return [...new Set(rests.filter(({ length }) => length > 1).map(([name]) => `${folder}${name}/`))].toSorted();
    },
    async firstObject(bucket, folder) {
      const [key] = within(bucket, folder).filter((each) => !each.endsWith('_hidden'));
      return key === undefined ? undefined : { key, size: 1 };
    },
    async register(bucket, { key, size }) {
      const error = refused.get(key);
      if (error !== undefined) throw error;
      registered.push(key);
      const message = created(key, size);
      message.body.detail.bucket.name = bucket;
      await register(message);
    },
    next: async (rest) => void messages.push(relisting.parse(JSON.parse(JSON.stringify(rest)))),
    report: async (done) => void reports.push(done),
    most,
    now: () => Date.parse('2026-11-20T02:30:00Z'),
    log: { info: () => undefined, warn: () => undefined },
  });
  const run = async (): Promise<Relisted | undefined> => {
    let calls = 0;
    for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
      calls += 1;
      if (calls > 50) throw new Error('it does not end');
      await relist(message);
    }
    messages.push({ relist: 'all' });
    return reports.pop();
  };
  return { ...catalog, run, registered, refused };
}

const event = (type: string, day: string, name = 'a') => `raw/events/${type}/year=2026/month=11/day=${day}/${name}`;

describe('declared tables', () => {
  test('are registered by one object of each folder that the catalog does not have, and the lake is told', async () => {
    const { run, registered, tables, partitions, events } = setUp({
      'raw-bucket': [
        event('paid', '20'),
        event('paid', '20', 'b'),
        event('paid', '21'),
        'raw/events/sent/2026/11/20/c',
      ],
      'lake-bucket': ['receipts/x/y/1.json', 'receipts/z/2.json'],
    });
    expect(await run()).toEqual({ began: '2026-11-20T02:30:00.000Z', tables: 3, registered: 4, failed: [] });
    expect(registered).toEqual([
      event('paid', '20'),
      event('paid', '21'),
      'raw/events/sent/2026/11/20/c',
      'receipts/x/y/1.json',
    ]);
    expect([...tables.keys()].map((name) => name.split('.')[1])).toEqual(['events_paid', 'events_sent', 'receipts']);
    expect(tables.get('tributary_raw_test.events_paid')?.table.StorageDescriptor.Location).toBe(
      's3://raw-bucket/raw/events/paid/',
    );
    expect([...partitions.keys()]).toHaveLength(3);
    expect(events.map(({ detail }) => 'cause' in detail && detail.cause)).toEqual([
      'created',
      'partitions',
      'created',
      'created',
    ]);
    expect(await run(), 'a second time there is nothing to do').toMatchObject({ tables: 3, registered: 0 });
  });

  test('of which partitions are gone, but not the table, have those registered alone', async () => {
    const { run, registered, partitions } = setUp({ 'raw-bucket': [event('paid', '20'), event('paid', '21')] });
    await run();
    partitions.delete('tributary_raw_test.events_paid/2026/11/21');
    registered.length = 0;
    expect(await run()).toMatchObject({ registered: 1 });
    expect(registered).toEqual([event('paid', '21')]);
  });

  test('with many folders are done so many an invocation, each once, also where some hold nothing', async () => {
    const days = Array.from({ length: 9 }, (_, at) => event('paid', `0${at + 1}`));
    const hidden = [event('paid', '04', '_hidden'), event('paid', '05', '_hidden')];
    const keys = [...days.filter((key) => !/day=0[45]/.test(key)), ...hidden];
    const { run, registered } = setUp({ 'raw-bucket': keys, 'lake-bucket': ['receipts/1.json'] }, 2);
    expect(await run()).toMatchObject({ tables: 2, registered: 8 });
    expect(new Set(registered).size).toBe(8);
  });

  test('what cannot be in its table is told, and the others go on', async () => {
    const { run, refused } = setUp({
      'raw-bucket': [
        'raw/events/Not-A-Name/2026/11/20/a',
        event('paid', '20'),
        event('paid', '21'),
        event('sent', '20'),
      ],
    });
    refused.set(event('paid', '20'), new RegisterError('other partitions'));
    refused.set(event('sent', '20'), new PlaceError('wrong folder'));
    const done = await run();
    expect(done).toMatchObject({ tables: 4, registered: 1 });
    expect(done?.failed).toEqual([
      { folder: 'raw/events/Not-A-Name/', reason: expect.stringContaining('lower-case name') },
      { folder: 'raw/events/paid/year=2026/month=11/day=20/', reason: 'other partitions' },
      { folder: 'raw/events/sent/year=2026/month=11/day=20/', reason: 'wrong folder' },
    ]);
  });

  test('what fails for another reason is tried again', async () => {
    const { run, refused } = setUp({ 'raw-bucket': [event('paid', '20')] });
    refused.set(event('paid', '20'), new Error('throttled'));
    await expect(run()).rejects.toThrow('throttled');
  });
});
