import type { Engine } from './found-table.ts';

/** The type of changes.yml for a type as the database writes it. What DMS writes as text that is no number, date or time is `string`. */
export function lakeTypeOf(engine: Engine, type: string): string {
  const text = type.toLowerCase().replace(/\s+/g, ' ').trim();
  for (const [pattern, give] of rules[engine]) {
    const match = pattern.exec(text);
    if (match !== null) return give(match);
  }
  return 'string';
}

/** Whether a reader of `string` would want to know what it is in the database. */
export function isText(type: string): boolean {
  return /^(var)?char|^(tiny|medium|long)?text|^character/i.test(type) && !/\[\]$/.test(type);
}

type Rule = readonly [pattern: RegExp, give: (match: RegExpExecArray) => string];

const always = (type: string) => () => type;

const mysql: readonly Rule[] = [
  // DMS writes 0 and 1, and whatever else such a column holds
  [/^(tinyint\(1\)|bool(ean)?$)/, always('bigint')],
  [/^(tinyint|smallint|mediumint|int1|int2|int3|middleint)\b/, always('int')],
  [/^(int|integer|int4)\b.*\b(unsigned|zerofill)/, always('bigint')],
  [/^(int|integer|int4)\b/, always('int')],
  [/^serial\b|^(bigint|int8)\b.*\b(unsigned|zerofill)/, always('decimal(20,0)')],
  [/^(bigint|int8)\b/, always('bigint')],
  [/^year\b/, always('bigint')],
  [/^(float|float4|float8|double|real)\b/, always('double')],
  [
    /^(?:decimal|numeric|dec|fixed)\b(?: ?\( ?(\d+) ?(?:, ?(\d+) ?)?\))?/,
    ([, precision, scale]) => decimal(precision ?? '10', scale ?? '0'),
  ],
  [/^date$/, always('date')],
  [/^(datetime|timestamp)\b/, always('timestamp(6)')],
];

const postgres: readonly Rule[] = [
  [/\[\]$/, always('string')],
  [/^(smallint|integer)$/, always('int')],
  [/^(bigint|oid)$/, always('bigint')],
  [/^(real|double precision)$/, always('double')],
  [/^boolean$/, always('boolean')],
  // Without digits it holds up to 131072 of them
  [/^numeric\((\d+),(-?\d+)\)$/, ([, precision = '', scale = '']) => decimal(precision, scale)],
  [/^date$/, always('date')],
  [/^timestamp(\(\d\))? (with|without) time zone$/, always('timestamp(6)')],
];

const rules = { mysql, postgres } as const;

/** Athena's decimals have 38 digits at most, and none behind those that there are. https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
function decimal(precision: string, scale: string): string {
  const [digits, after] = [Number(precision), Number(scale)];
  return digits >= 1 && digits <= 38 && after >= 0 && after <= digits ? `decimal(${digits},${after})` : 'string';
}
