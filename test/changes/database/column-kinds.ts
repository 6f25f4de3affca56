import fc from 'fast-check';

/** A type of MariaDB with values of it. */
export type ColumnKind = {
  readonly type: string;
  /** As SQL writes them. */
  readonly literal: fc.Arbitrary<string>;
  /** The SQL of a column's text as the lake has it; the column's own where that is the same. */
  readonly told?: (column: string) => string;
  /** Numbers whose texts differ from database to database, and their bytes. */
  readonly floating?: 4 | 8;
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const textLiteral = (text: string) => `_utf8mb4 x'${Buffer.from(text).toString('hex')}'`;
const quoted = (text: string) => `'${text}'`;

const usualTexts = [
  '',
  'NULL',
  'null',
  '"',
  '""',
  'say "hi"',
  'a,b',
  'one\ntwo',
  'one\r\ntwo',
  '\r',
  "it's",
  '\\N',
  '\\',
  '\0',
  'a\0b',
  ' ',
];
const otherTexts = ['😀', 'größe', '東京', 'e\u0301', '\u2028', 'a\ufeff', 'I', '0', 'true', 'x'.repeat(300)];
const anyText = fc.oneof(
  fc.constantFrom(...usualTexts, ...otherTexts),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
);
const shortText = (most: number) => anyText.map((text) => [...text].slice(0, most).join(''));
const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((some) => `x'${hex(some)}'`);
const whole = (least: bigint, most: bigint) =>
  fc.oneof(fc.bigInt(least, most), fc.constantFrom(least, most, 0n), fc.bigInt(0n, 100n)).map(String);

/** Of all lengths up to the most, not nearly always of the longest. */
function decimalLiteral(precision: number, scale: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: 0, max: precision }), fc.bigInt(0n, 10n ** BigInt(precision) - 1n), fc.boolean())
    .map(([digits, number, isNegative]) => {
      const text = String(number % 10n ** BigInt(digits)).padStart(scale + 1, '0');
      const [before, after] = [text.slice(0, text.length - scale), text.slice(text.length - scale)];
      return `${isNegative ? '-' : ''}${before}${scale === 0 ? '' : `.${after}`}`;
    });
}

const two = (number: number) => String(number).padStart(2, '0');
const fractionOf = (micros: number, digits: number) =>
  digits === 0 ? '' : `.${String(micros).padStart(6, '0').slice(0, digits)}`;
const micros = fc.oneof(fc.constantFrom(0, 1, 500_000, 999_999), fc.nat(999_999));
const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const clock = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59))
  .map(([hours, minutes, seconds]) => `${two(hours)}:${two(minutes)}:${two(seconds)}`);
const datetimeLiteral = (digits: number) =>
  fc.tuple(day, clock, micros).map(([date, time, part]) => quoted(`${date} ${time}${fractionOf(part, digits)}`));
const timestampLiteral = (digits: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), micros)
    .map(([at, part]) => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ') + fractionOf(part, digits))
    .map(quoted);
const timeLiteral = (digits: number) =>
  fc
    .tuple(fc.boolean(), fc.integer({ min: 0, max: 837 }), fc.nat(59), fc.nat(59), micros)
    .map(([isNegative, hours, minutes, seconds, part]) =>
      quoted(`${isNegative ? '-' : ''}${two(hours)}:${two(minutes)}:${two(seconds)}${fractionOf(part, digits)}`),
    );

const asHex = (column: string) => `LOWER(HEX(${column}))`;
const asMicros = (column: string) => `CAST(${column} AS DATETIME(6))`;
const bits = (size: number): ColumnKind => ({
  type: `bit(${size})`,
  literal: fc.bigInt(0n, 2n ** BigInt(size) - 1n).map((number) => `b'${number.toString(2)}'`),
  told: (column) => `LPAD(LOWER(HEX(${column} + 0)), ${2 * Math.ceil(size / 8)}, '0')`,
});
const decimals = (precision: number, scale: number): ColumnKind => ({
  type: `decimal(${precision},${scale})`,
  literal: decimalLiteral(precision, scale),
});
const texts = (type: string, most = 60): ColumnKind => ({ type, literal: shortText(most).map(textLiteral) });
const blobs = (type: string, most = 40): ColumnKind => ({ type, literal: bytes(most), told: asHex });

export const columnKinds: readonly ColumnKind[] = [
  ...[decimals(38, 0), decimals(38, 10), decimals(30, 10), decimals(38, 38), decimals(5, 2), decimals(65, 30)],
  {
    type: 'double',
    literal: fc.double({ noNaN: true, noDefaultInfinity: true }).map(exponent),
    told: asText,
    floating: 8,
  },
  {
    type: 'float',
    literal: fc.float({ noNaN: true, noDefaultInfinity: true }).map(exponent),
    told: exact,
    floating: 4,
  },
  { type: 'bigint unsigned', literal: whole(0n, 2n ** 64n - 1n) },
  { type: 'bigint', literal: whole(-(2n ** 63n), 2n ** 63n - 1n) },
  { type: 'int unsigned', literal: whole(0n, 2n ** 32n - 1n) },
  { type: 'mediumint', literal: whole(-(2n ** 23n), 2n ** 23n - 1n) },
  { type: 'smallint unsigned', literal: whole(0n, 2n ** 16n - 1n) },
  { type: 'tinyint(1)', literal: fc.constantFrom('0', '1', '-1', '127') },
  { type: 'year', literal: fc.integer({ min: 1901, max: 2155 }).map(String), told: (column) => `${column} + 0` },
  { type: 'date', literal: day.map(quoted) },
  ...[0, 1, 3, 6].map((digits) => ({ type: `datetime(${digits})`, literal: datetimeLiteral(digits), told: asMicros })),
  ...[0, 4].map((digits) => ({ type: `timestamp(${digits})`, literal: timestampLiteral(digits), told: asMicros })),
  ...[0, 2, 6].map((digits) => ({ type: `time(${digits})`, literal: timeLiteral(digits) })),
  ...[texts('varchar(60)'), texts('text'), texts('mediumtext', 300), texts('char(20)', 20)],
  {
    type: 'varchar(30) CHARACTER SET latin1',
    literal: fc.string({ unit: fc.constantFrom(...'aé ñß€"\nü'), maxLength: 30 }).map(textLiteral),
  },
  ...[blobs('blob'), blobs('varbinary(40)'), blobs('binary(8)', 8), bits(12), bits(64)],
  { type: 'bit(1)', literal: fc.constantFrom("b'0'", "b'1'"), told: (column) => `${column} + 0` },
  { type: 'json', literal: fc.json({ maxDepth: 2, stringUnit: 'binary' }).map(textLiteral) },
  {
    type: `enum('a', 'b,c', 'NULL', 'it''s', '', 'é')`,
    literal: fc.constantFrom("'a'", "'b,c'", "'NULL'", "'it''s'", "''", "'é'"),
  },
  { type: `set('x', 'y', 'é')`, literal: fc.constantFrom("''", "'x'", "'x,y'", "'é'") },
];

/** mysql2 makes of up to 17 characters a number that may be the one beside it. */
function asText(column: string): string {
  return `CONCAT(${column})`;
}

/** MariaDB shortens a float's text to six digits. */
function exact(column: string): string {
  return `${column} + 0e0`;
}

/** Without an exponent MariaDB reads a decimal of at most 65 digits. */
function exponent(value: number): string {
  return value.toExponential();
}

/** Texts that case-insensitive collations take for one another are among them. */
const keyTexts = [
  'a',
  'A',
  'a ',
  'á',
  'b',
  'B',
  'ss',
  'ß',
  '',
  'NULL',
  'null',
  '"',
  'x,y',
  'one\ntwo',
  '😀',
  '😁',
  'I',
  'i',
  'ı',
];
const keyText = fc.oneof(fc.constantFrom(...keyTexts), shortText(12)).map(textLiteral);

const textKey = (collation: string): ColumnKind => ({
  type: `varchar(40) CHARACTER SET utf8mb4 COLLATE ${collation}`,
  literal: keyText,
});

export const keyKinds: readonly ColumnKind[] = [
  { type: 'bigint unsigned', literal: whole(0n, 2n ** 64n - 1n) },
  { type: 'int', literal: whole(-(2n ** 31n), 2n ** 31n - 1n) },
  textKey('utf8mb4_bin'),
  textKey('utf8mb4_general_ci'),
  textKey('utf8mb4_unicode_ci'),
  decimals(30, 0),
  { type: 'datetime(6)', literal: datetimeLiteral(6), told: asMicros },
  { type: 'varbinary(10)', literal: bytes(10), told: asHex },
];
