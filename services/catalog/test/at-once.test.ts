import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectTableOf } from '../files/converting/testing/expect-table.ts';
import { folder, name } from '../files/reconciling/reconcile-for-tests.ts';
import { createBusyLake } from './busy-lake.ts';

const enough = () => 300_000;
const day = (of: number) => `year=${2026 + of}`;

/** Files that are there before, and that land meanwhile: into a day that is there already, or into one of its own. */
const before = [
  { at: 'a', of: 0, record: { n: 1, id: 1 } },
  { at: 'b', of: 0, record: { n: 2, id: 'x', other: 5 } },
  { at: 'c', of: 1, record: { n: 3, id: 2.5 } },
];
const late = fc.uniqueArray(
  fc.record({
    at: fc.constantFrom('a', 'd', 'e'),
    of: fc.constantFrom(0, 1, 2),
    after: fc.nat(80),
    record: fc.constantFrom<object>(
      { id: 7 },
      { id: 'y', late: 'yes' },
      { other: 'x' },
      { s: { k: 1 } },
      { s: { l: 2 } },
    ),
  }),
  { maxLength: 3, selector: ({ at, of }) => `${at}${of}` },
);
const asked = fc.subarray([{}, { id: 'double' }, { other: 'string' }], { minLength: 1 });

const faults = fc.record({
  nights: fc.nat(2),
  kills: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 3 }),
});

const keyOf = ({ at, of }: { readonly at: string; readonly of: number }) => `${folder}${day(of)}/${at}.json`;

test('tables are made again, by several at once, while files land, are registered and reconciled, and no row is lost or twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), asked, late, faults, async (scheduler, requests, files, { nights, kills }) => {
      const lake = createBusyLake(scheduler, kills);
      for (const file of before) lake.put(keyOf(file), JSON.stringify(file.record), lake.clock.now);
      for (const file of before) await lake.convert(keyOf(file));
      await lake.settle();
      lake.clock.now += 3_600_000;
      const landed = files.map((file, at) => ({ ...file, record: { n: 10 + at, ...file.record } }));
      await lake.atOnce({
        ...Object.fromEntries(
          requests.map((columns, at) => [
            `request ${at}`,
            async () => {
              await lake.wait(10 * at);
              await lake.retype({ table: name, columns }, enough);
            },
          ]),
        ),
        ...Object.fromEntries(
          landed.map((file) => [
            `land ${keyOf(file)}`,
            async () => {
              await lake.wait(file.after);
              lake.put(keyOf(file), JSON.stringify(file.record), lake.clock.now);
              lake.toConvert.push(keyOf(file));
            },
          ]),
        ),
        ...Object.fromEntries(
          Array.from({ length: nights }, (_, at) => [
            `night ${at}`,
            async () => {
              await lake.wait(40 * at);
              await lake.reconcile({ reconcile: folder });
            },
          ]),
        ),
      });
      await lake.settle();
      const records = new Map([...before, ...landed].map((file) => [keyOf(file), file.record]));
      expect([...lake.glue.tables.keys()]).toEqual([`lake.${name}`]);
      await expectTableOf(lake, name, [...records.values()]);
      const { columns, rows } = await lake.read(name);
      expect(rows).toHaveLength(records.size);
      for (const [column, type] of requests.flatMap((columns) => Object.entries(columns)))
        expect(columns).toContain(`${column} ${type}`);
    }),
    { numRuns: 25 },
  );
}, 120_000);
