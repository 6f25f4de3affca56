import { describe, expect, test } from 'vitest';
import { createLake, folder, hour, name } from './reconcile-for-tests.ts';

describe('reconcile', () => {
  test('tells of nothing where all is as it should be, and of sizes', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 }, { id: 2 });
    const report = await lake.night();
    expect(report).toMatchObject({
      raw_objects: 1,
      files: 1,
      rows: 2,
      missed: 0,
      orphaned: 0,
      partitions: 1,
      drift: [],
      retyped: false,
    });
    expect(report).not.toHaveProperty('left');
    const { length } = [...lake.lake.objects].find(([key]) => key.endsWith('.parquet'))?.[1] ?? Buffer.alloc(0);
    expect(lake.parameters()).toMatchObject({
      recordCount: '2',
      objectCount: '1',
      sizeKey: `${length}`,
      averageRecordSize: `${Math.round(length / 2)}`,
      'tributary.files.rescued': '0',
      'tributary.files.from': folder,
    });
    const version = lake.glue.tables.get(`lake.${name}`)?.version;
    await lake.night();
    expect(lake.glue.tables.get(`lake.${name}`)?.version).toBe(version);
    expect(lake.warned).toEqual([]);
  });

  test('has objects converted of which nothing was told, and counts files whose objects are gone', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    await lake.land('year=2026/gone.json', { id: 2 });
    lake.landOnly('year=2026/b.json', { id: 3 });
    lake.landOnly('year=2026/_hidden.json', { id: 4 });
    lake.raw.delete(`${folder}year=2026/gone.json`);
    const now = lake.clock.now;
    lake.clock.now = now + 23 * hour + 50 * 60_000;
    lake.landOnly('year=2026/new.json', { id: 5 });
    lake.clock.now = now;
    expect(await lake.night()).toMatchObject({ raw_objects: 3, missed: 1, orphaned: 1, files: 2 });
    expect(lake.missed).toEqual([`${folder}year=2026/b.json`]);
    expect(lake.counted).toEqual(
      new Map([
        ['MissedObjects', 1],
        ['OrphanedFiles', 1],
        ['PartitionsMended', 0],
        ['DriftedColumns', 0],
      ]),
    );
  });

  test('takes no file for one without its object whose object is newer and not converted yet', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    await lake.land('year=2026/b.json', { id: 2 });
    lake.landOnly('year=2026/a.json', { id: 3 });
    expect(await lake.night()).toMatchObject({ raw_objects: 2, missed: 1, orphaned: 0 });
    expect(lake.missed).toEqual([`${folder}year=2026/a.json`]);
  });

  test('has objects of a table converted that is not there yet', async () => {
    const lake = createLake();
    lake.landOnly('a.json', { id: 1 });
    expect(await lake.night()).toMatchObject({ missed: 1, files: 0, drift: [] });
  });

  test('has all objects of a table converted again that is gone, whatever their receipts say, and however new they are', async () => {
    const lake = createLake();
    await lake.land('a.json', { id: 1 });
    lake.glue.tables.delete(`lake.${name}`);
    const now = lake.clock.now;
    lake.clock.now = now + 23 * hour + 50 * 60_000;
    lake.landOnly('new.json', { id: 2 });
    lake.clock.now = now;
    expect(await lake.night()).toMatchObject({ raw_objects: 2, missed: 2, orphaned: 0, files: 0 });
    expect(lake.missed).toEqual([`${folder}a.json`, `${folder}new.json`]);
  });

  test('registers folders that are no partitions, and unregisters partitions without files', async () => {
    const lake = createLake();
    await lake.land('year=a%2Fb/a.json', { id: 1 });
    lake.glue.tables.get(`lake.${name}`)?.partitions.clear();
    await lake.glue.partitions.create('lake', name, [{ Values: ['none'] }]);
    expect(await lake.night()).toMatchObject({ partitions: 1, partitions_added: 1, partitions_removed: 1 });
    expect((await lake.read(name)).rows).toEqual(['["a/b"] [["id","1"]]']);
  });

  test('has a partition lie where its files do', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    lake.queue.push(JSON.stringify({ table: name, columns: { id: 'string' } }));
    await lake.work();
    const kept = lake.glue.tables.get(`lake.${name}`)?.partitions;
    const [[id, partition] = ['', {}]] = kept ?? [];
    kept?.set(id, {
      ...partition,
      StorageDescriptor: { Columns: [], Location: `s3://lake-bucket/lake/${name}/year=2026/` },
    });
    expect(await lake.night()).toMatchObject({ partitions: 1, partitions_added: 1, partitions_removed: 0 });
    expect((await lake.read(name)).rows).toEqual(['["2026"] [["id","1"]]']);
    expect(await lake.night()).toMatchObject({ partitions_added: 0 });
  });

  test('counts no file of another generation', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    const [key = '', body = Buffer.alloc(0)] = [...lake.lake.objects].find(([each]) => each.endsWith('.parquet')) ?? [];
    lake.lake.objects.set(key.replace(`${name}/`, `${name}/2/`), body);
    expect(await lake.night()).toMatchObject({ files: 1, rows: 1, partitions: 1 });
  });

  test('takes an object that was deleted for none, and its file for one without its object', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    await lake.land('year=2026/b.json', { id: 2 });
    lake.deleteOnly('year=2026/a.json');
    expect(await lake.night()).toMatchObject({ raw_objects: 1, missed: 0, orphaned: 1 });
  });

  test('leaves a partition that comes while it looks', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    const { list } = lake.deps.partitions;
    let calls = 0;
    Reflect.set(lake.deps.partitions, 'list', async (database: string, table: string) => {
      const known = await list(database, table);
      calls += 1;
      if (calls === 1) await lake.land('year=2027/b.json', { id: 2 });
      return known;
    });
    expect(await lake.night()).toMatchObject({ partitions_removed: 0 });
    expect((await lake.read(name)).rows).toHaveLength(2);
  });

  test('leaves a table that is being made again, and one that is not of this folder', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { id: 1 });
    const kept = lake.glue.tables.get(`lake.${name}`);
    if (kept !== undefined) kept.input = { ...kept.input, TableType: 'VIRTUAL_VIEW' };
    expect(await lake.night()).toBeUndefined();
    if (kept !== undefined)
      kept.input = {
        ...kept.input,
        TableType: 'EXTERNAL_TABLE',
        Parameters: { 'tributary.files.from': 'raw/saas/shop/orders/' },
      };
    expect(await lake.night()).toBeUndefined();
  });

  test('reads the footers of files alone that are new, and all where some are gone or were written anew', async () => {
    const lake = createLake();
    const night = async () => {
      const report = await lake.night();
      return [lake.counts.footers, report?.rows];
    };
    await lake.land('year=2026/a.json', { id: 1 });
    await lake.land('year=2026/b.json', { id: 2 }, { id: 3 });
    await lake.night();
    expect(await night()).toEqual([2, 3]);
    expect(await night()).toEqual([0, 3]);
    await lake.land('year=2026/c.json', { id: 4 });
    await lake.night();
    expect(await night()).toEqual([1, 4]);
    await lake.land('year=2026/a.json', { id: 1 }, { id: 9 });
    expect((await night())[1]).toBe(5);
    await lake.night();
    const [key = ''] = [...lake.lake.objects.keys()].filter((each) => each.endsWith('.parquet'));
    lake.lake.objects.delete(key);
    expect((await night())[0]).toBe(2);
  });

  test('looks at each folder by a message of its own', async () => {
    const lake = createLake('{tables: {}, events: {order_paid: {}}}');
    lake.landOnly('a.json', { id: 1 });
    lake.put('raw/saas/stripe/charges/a.json', '{}');
    await lake.reconcile({ reconcile: 'all' });
    expect(lake.next).toEqual([folder, 'raw/saas/stripe/charges/', 'raw/events/order_paid/']);
    await expect(lake.reconcile({ reconcile: 'raw/files/shop/' })).rejects.toThrow();
  });
});
