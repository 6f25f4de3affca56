import fc from 'fast-check';
import { type Fields, type Value, type Written, written } from './value.ts';

export const asWritten = (kind: Written[typeof written], text: string): Written => ({ [written]: kind, text });

/** Keys of which some collide, some are names of their own, and some are what every object has. */
export const anyKey = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c') },
  fc.constantFrom(
    'A',
    'a.b',
    "it's",
    '',
    'ß',
    '中文',
    'year',
    '_rescued_data',
    '__proto__',
    'constructor',
    'a[0]',
    "\\'",
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

const two = (value: number) => `${value}`.padStart(2, '0');

const aDate = fc
  .record({
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, day }) => `${`${year}`.padStart(4, '0')}-${two(month)}-${two(day)}`);

const aTimestamp = fc
  .record({
    date: aDate,
    between: fc.constantFrom('T', ' '),
    time: fc.constantFrom('00:00:00', '23:59:59', '10:11', '10:11:12.5', '10:11:12.123456', '10:11:12.123456000'),
    zone: fc.constantFrom('', 'Z', '+00:00', '-11:30', '+0530', ' UTC'),
  })
  .map(({ date, between, time, zone }) => `${date}${between}${time}${zone}`);

/** Texts that are not what they seem. */
const awkwardText = fc.constantFrom(
  '0000-00-00',
  '0000-00-00 00:00:00',
  '2024-02-30',
  '2016-12-31T23:59:60Z',
  '2026-11-29T10:00:00.123456789Z',
  '007',
  '-01',
  '+1',
  '1.50',
  '5.',
  '.5',
  '1e3',
  '1e400',
  '1,5',
  '12345678901234567890',
  '9223372036854775808',
  '-9223372036854775808',
  'true',
  'FALSE',
  'NaN',
  'constructor',
  '__proto__',
  '',
  'null',
  ' ',
);

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  awkwardText,
  aDate,
  aTimestamp,
);

const wrote = fc.oneof(
  fc
    .constantFrom('1.50', '10.0', '-0', '1e3', '1e400', '1E-7', '0.0000001', '1180591620717411303424')
    .map((text) => asWritten('number', text)),
  fc.integer().map((value) => asWritten('number', `${value}`)),
  fc.tuple(fc.integer(), fc.nat(9999)).map(([whole, behind]) => asWritten('decimal', `${whole}.${behind}`)),
  aDate.map((text) => asWritten('date', text)),
  aDate.map((text) => asWritten('timestamp', `${text}T10:00:00.123456Z`)),
  anyText.map((text) => asWritten('text', text)),
  fc.uint8Array({ maxLength: 5 }).map((bytes) => asWritten('binary', Buffer.from(bytes).toString('base64'))),
);

export const anyScalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    true,
    false,
    0,
    1,
    -1,
    2 ** 31,
    2 ** 53,
    1.5,
    1e-7,
    1e21,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.integer(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.constantFrom(2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 10n ** 400n),
  anyText,
  wrote,
);

const fieldsOf = (value: fc.Arbitrary<Value>): fc.Arbitrary<Fields> =>
  fc.array(fc.tuple(anyKey, value), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));

/** A value of so many levels at most. */
function anyValue(levels: number): fc.Arbitrary<Value> {
  const leaf = fc.oneof({ weight: 6, arbitrary: anyScalar }, fc.constantFrom<Value>(null, undefined));
  if (levels === 0) return leaf;
  const inner = anyValue(levels - 1);
  return fc.oneof({ weight: 3, arbitrary: leaf }, fc.array(inner, { maxLength: 3 }), fieldsOf(inner));
}

export const anyRecords = fc.array(fieldsOf(anyValue(3)), { maxLength: 8 });
