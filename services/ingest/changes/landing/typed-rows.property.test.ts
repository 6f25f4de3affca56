import { type Field, usual, writeRows } from '@tributary/shared/csv/csv-for-tests.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readChanges } from '../core/declaration/read-changes.ts';
import { lakeRows } from './lake-rows-for-tests.ts';
import { createLandingForTests } from './landing-for-tests.ts';

/** A value as the database wrote it, and what the lake has of it: undefined where it does not fit its column. */
type Value = { readonly text: string | null; readonly value: unknown };

const two = (value: number) => `${value}`.padStart(2, '0');
const dated = fc.record({
  year: fc.integer({ min: 1000, max: 9999 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
});
const clock = fc.record({ hour: fc.nat(23), minute: fc.nat(59), second: fc.nat(59), micros: fc.nat(999_999) });
const moment = fc.tuple(
  dated,
  clock,
  fc.constantFrom(' ', 'T'),
  fc.integer({ min: 0, max: 6 }),
  fc.constantFrom('', 'Z'),
);
const dayText = ({ year, month, day }: { year: number; month: number; day: number }) =>
  `${year}-${two(month)}-${two(day)}`;

/** A time with some of its digits, as it is written and as it is: seconds since the epoch, and microseconds of the second. */
const time = moment.map(([date, { hour, minute, second, micros }, between, digits, zone]) => {
  const seconds = `${two(hour)}:${two(minute)}:${two(second)}`;
  const fraction = `${micros}`.padStart(6, '0').slice(0, digits);
  const text = `${dayText(date)}${between}${seconds}${digits === 0 ? '' : `.${fraction}`}${zone}`;
  const plain = `${dayText(date)} ${seconds}.${fraction.padEnd(6, '0')}`;
  return { text, plain, atMs: Date.parse(`${dayText(date)}T${seconds}Z`), micros: Number(fraction.padEnd(6, '0')) };
});

const bad = fc
  .constantFrom('abc', 'constructor', '__proto__', '0000-00-00', '1e999', '--1', '"')
  .map((text): Value => ({ text, value: undefined }));
const nothing = fc.constantFrom<Value>({ text: null, value: null }, { text: '', value: null });
const valueOr = (good: fc.Arbitrary<Value>) => fc.oneof({ weight: 5, arbitrary: good }, bad, nothing);
const whole = (min: bigint, max: bigint, shown: (value: bigint) => unknown) =>
  valueOr(fc.bigInt({ min, max }).map((value): Value => ({ text: `${value}`, value: shown(value) })));

const columns = {
  s: fc.oneof(
    fc.constant<Value>({ text: null, value: null }),
    fc.string({ unit: 'binary', maxLength: 6 }).map((text): Value => ({ text, value: text })),
  ),
  i: whole(-(2n ** 31n), 2n ** 31n - 1n, Number),
  b: whole(-(2n ** 63n), 2n ** 63n - 1n, (value) => value),
  d: valueOr(
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value): Value => ({ text: `${value}`, value: Number(`${value}`) })),
  ),
  o: valueOr(fc.boolean().map((value): Value => ({ text: `${value}`, value }))),
  y: valueOr(dated.map((date): Value => ({ text: dayText(date), value: Date.parse(dayText(date)) / 86_400_000 }))),
  m: valueOr(
    time.map(
      ({ text, atMs, micros }): Value => ({ text, value: micros % 1000 === 0 ? atMs + micros / 1000 : undefined }),
    ),
  ),
  u: valueOr(time.map(({ text, plain }): Value => ({ text, value: plain }))),
  c: whole(-(10n ** 15n), 10n ** 15n, (value) => Number(value)),
};
type Name = keyof typeof columns;
const names: readonly Name[] = ['s', 'i', 'b', 'd', 'o', 'y', 'm', 'u', 'c'];
const changes = readChanges(`sources: {s: {tables: {a.t: {key: [], columns:
  {s: string, i: int, b: bigint, d: double, o: boolean, y: date, m: timestamp(3), u: timestamp(6), c: 'decimal(38,0)'}}}}}`);

const rescuedOf = (row: Record<Name, Value>) => {
  const entries = names.flatMap((name) => (row[name].value === undefined ? [[name, row[name].text]] : []));
  return entries.length === 0 ? null : Object.fromEntries(entries);
};

test('values of every type are in the lake what they were; what does not fit is kept as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record(columns), { maxLength: 12 }), fc.boolean(), async (rows, isQuoted) => {
      const op: Field = { text: 'I', isQuoted: false };
      const fields = rows.map((row) => [op, ...names.map((name): Field => ({ text: row[name].text, isQuoted }))]);
      const landing = createLandingForTests(changes);
      await landing.land(landing.put('raw/db/a/t/1.csv', Buffer.from(writeRows(fields, usual)), 0));
      const landed = await lakeRows(landing.lake, 'a_t_changes');
      const expected = rows.map((row) => ({
        ...Object.fromEntries(names.map((name) => [name, row[name].value ?? null])),
        _rescued_data: rescuedOf(row),
      }));
      const shown = landed.map((row) =>
        Object.fromEntries([...names, '_rescued_data'].map((name) => [name, row[name]])),
      );
      expect(shown).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
