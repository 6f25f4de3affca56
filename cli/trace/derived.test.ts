import { describe, expect, test } from 'vitest';
import { createTarget, start } from '../jobs/testing/target.ts';
import { declaredReads, derivedFrom } from './derived.ts';
import { derivedState } from './units.ts';

const file = 'lake/haproxy_requests/year=2026/month=11/day=20/hour=13/0f.parquet';

describe('what depends on a file of the lake', () => {
  test('is what the services declare: the enrichment of its object and hour, then the datasets of its day', () => {
    const found = derivedFrom(declaredReads(), 'bucket', [file]);
    expect(found.map(({ name, units, days }) => ({ name, units, days }))).toEqual([
      { name: 'integration_requests', units: [`s3://bucket/${file}`, 'hour:2026-11-20T13'], days: ['2026-11-20'] },
      ...['integration_usage', 'slow_endpoints', 'account_health'].map((name) => ({
        ...{ name, units: ['2026-11-20'], days: ['2026-11-20'] },
      })),
    ]);
  });

  test('goes from dataset to dataset, each once, and ends where they read each other', () => {
    const reads = {
      enrichments: [],
      datasets: [
        { table: 'third', after: [{ table: 'second' }, { table: 'other' }] },
        { table: 'first', after: [{ table: 'orders' }, { table: 'third' }] },
        { table: 'second', after: [{ table: 'first' }] },
        { table: 'apart', after: [{ table: 'other' }] },
      ],
    };
    const found = derivedFrom(reads, 'b', [
      'lake/orders/year=2026/month=11/day=20/x.parquet',
      'lake/orders/2026/11/21/y.parquet',
    ]);
    expect(found.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
    expect(found[2]).toMatchObject({ of: ['second'], units: ['2026-11-20', '2026-11-21'] });
  });

  test('is all of a dataset where the file is of no day', () => {
    const reads = { enrichments: [], datasets: [{ table: 'all_orders', after: [{ table: 'orders' }] }] };
    expect(derivedFrom(reads, 'b', ['lake/orders/region=eu/x.parquet'])).toMatchObject([{ units: ['all'], days: [] }]);
  });
});

describe('where it stands in a derived table', () => {
  const day = '2026-11-20';
  const derived = {
    name: 'usage',
    service: 'query',
    kind: 'dataset',
    of: ['orders'],
    units: [day],
    days: [day],
  } as const;
  const stateAt = async (target: ReturnType<typeof createTarget>, since = start) =>
    derivedState(derived, await target.desk.look(), since);

  test('is waiting, running, done, as its unit is', async () => {
    const target = createTarget();
    await target.add([day, '2026-11-21']);
    expect(await stateAt(target)).toMatchObject({ state: 'waiting', which: [day], at: start });
    const begun = await target.begin([day]);
    expect(await stateAt(target)).toMatchObject({ state: 'running', which: [day], executionId: 'q-r1' });
    target.pass(1_000);
    await target.succeed(begun);
    expect(await stateAt(target)).toMatchObject({ state: 'done', executionId: 'q-r1', at: start + 1_000 });
    expect(await stateAt(target, start + 1)).toMatchObject({ state: 'unknown', executionId: null });
  });

  test('is set aside with the reason', async () => {
    const target = createTarget();
    await target.add([day]);
    await target.fail(await target.begin([day]), 'no column');
    expect(await stateAt(target)).toMatchObject({ state: 'set aside', which: [day], reason: 'no column' });
  });

  test('is nothing that units of other days tell of', async () => {
    const target = createTarget();
    await target.add(['2026-11-19']);
    await target.fail(await target.begin(['2026-11-19']), 'no column');
    expect(await stateAt(target)).toMatchObject({ state: 'unknown' });
  });

  test('is not known without the service', () => {
    expect(derivedState(derived, undefined, 0)).toMatchObject({ state: 'not deployed', which: [] });
  });
});
