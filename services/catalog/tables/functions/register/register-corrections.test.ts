import { correctionObjects } from '@tributary/shared/corrections.ts';
import { describe, expect, test } from 'vitest';
import { createCatalog, created } from './register-for-tests.ts';

const key = 'lake/haproxy_requests/year=2026/month=11/x.parquet';

describe('register', () => {
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
});
