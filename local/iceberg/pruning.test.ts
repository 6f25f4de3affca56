import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Constraint } from '../sql/plan.ts';
import { newMetadata } from './create.ts';
import type { DataFile, ManifestEntry } from './data-file.ts';
import { describeManifest } from './manifest-list.ts';
import { lowerBound, upperBound } from './metrics.ts';
import { createPruner } from './pruning.ts';
import { defaultSpec, tableOf } from './table.ts';
import { applyTransform } from './transform.ts';
import { toTrinoType } from './trino-type.ts';
import type { Primitive } from './type.ts';
import { compareValues, encodeValue, type Value } from './value.ts';

type Case = {
  readonly type: Primitive;
  readonly transforms: readonly string[];
  readonly value: fc.Arbitrary<Value>;
  print(value: Value): string;
};

const day = 86_400_000_000n;

const cases: readonly Case[] = [
  {
    type: { kind: 'long' },
    transforms: ['x', 'bucket(5, x)', 'truncate(10, x)', 'void(x)'],
    value: fc.bigInt({ min: -50n, max: 50n }),
    print: String,
  },
  {
    type: { kind: 'timestamp' },
    transforms: ['x', 'year(x)', 'month(x)', 'day(x)', 'hour(x)', 'bucket(3, x)'],
    value: fc.bigInt({ min: -800n, max: 800n }).map((value) => value * (day / 2n)),
    print: (value) => new Date(Number(value) / 1000).toISOString(),
  },
  {
    type: { kind: 'string' },
    transforms: ['x', 'truncate(2, x)', 'bucket(4, x)'],
    value: fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '\u{10ffff}', '\ud7ff'), maxLength: 20 }),
    print: String,
  },
  {
    type: { kind: 'double' },
    transforms: ['x'],
    value: fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(Number.POSITIVE_INFINITY)),
    print: String,
  },
];

const operators = ['=', '<', '<=', '>', '>=', 'in', 'is null', 'is not null'] as const;

function holds(constraint: Constraint, value: Value | null, operands: readonly Value[]): boolean {
  if (constraint.operator === 'is null') return value === null;
  if (value === null) return false;
  if (constraint.operator === 'is not null') return true;
  const orders = operands.map((operand) => compareValues(value, operand));
  const first = orders[0] ?? 0;
  return {
    '=': first === 0,
    in: orders.includes(0),
    '<': first < 0,
    '<=': first <= 0,
    '>': first > 0,
    '>=': first >= 0,
  }[constraint.operator];
}

function fileOf(type: Primitive, values: readonly (Value | null)[], partition: DataFile['partition']): DataFile {
  const present = values.filter((value) => value !== null).toSorted(compareValues);
  const [low, high] = [present.at(0), present.at(-1)];
  const upper = high === undefined ? undefined : upperBound(high);
  return {
    content: 'data',
    uri: 's3://b/f',
    recordCount: values.length,
    size: 1,
    specId: 0,
    partition,
    metrics: {
      columnSizes: new Map(),
      valueCounts: new Map([[1, values.length]]),
      nullCounts: new Map([[1, values.length - present.length]]),
      nanCounts: new Map(),
      lower: new Map(low === undefined ? [] : [[1, encodeValue(type, lowerBound(low))]]),
      upper: new Map(upper === undefined ? [] : [[1, encodeValue(type, upper)]]),
    },
  };
}

const scenarios = cases.flatMap((one) => one.transforms.map((transform) => ({ ...one, transform })));

it.each(scenarios)(
  'never drops a file with a matching row: $type.kind by $transform',
  ({ type, transform, value, print }) => {
    const columns = [{ name: 'x', type: toTrinoType(type) }];
    const definition = { name: 'db.t', location: 's3://b/t', columns, partitioning: [transform], properties: {} };
    const table = tableOf('db.t', 's3://b/t/metadata/00000-a.metadata.json', newMetadata(definition, 0, 'uuid'));
    const [field] = defaultSpec(table).fields;
    const row = fc.option(value, { nil: null, freq: 5 });
    const operand = fc.array(value, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...operators),
        operand,
        (rows, operator, operands) => {
          const constraint: Constraint = {
            column: 'x',
            type: toTrinoType(type),
            operator,
            values: operands.map(print),
          };
          const pruner = createPruner(table, [constraint]);
          const partitionOf = (item: Value | null) => (field ? applyTransform(field.transform, type, item) : null);
          const key = (item: Value | null) => String(partitionOf(item));
          const together = rows.filter((item) => key(item) === key(rows[0] ?? null));
          const file = fileOf(type, together, [partitionOf(rows[0] ?? null)]);
          const entry: ManifestEntry = {
            status: 'added',
            snapshotId: 1n,
            sequenceNumber: 1n,
            fileSequenceNumber: 1n,
            file,
          };
          const written = { uri: 's3://b/m', length: 1, specId: 0, snapshotId: 1n, sequenceNumber: 1n };
          if (!together.some((item) => holds(constraint, item, operands))) return;
          expect(pruner.file(file)).toBe(true);
          expect(pruner.manifest(describeManifest(table, [entry], written))).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  },
);

it('keeps a time range before midnight out of the next day', () => {
  const columns = [{ name: 'x', type: { kind: 'timestamp', precision: 6 } as const }];
  const definition = { name: 'db.t', location: 's3://b/t', columns, partitioning: ['day(x)'], properties: {} };
  const table = tableOf('db.t', 's3://b/t/metadata/00000-a.metadata.json', newMetadata(definition, 0, 'uuid'));
  const before = {
    column: 'x',
    type: columns[0]?.type ?? { kind: 'date' },
    operator: '<' as const,
    values: ['1970-01-02 00:00:00'],
  };
  const pruner = createPruner(table, [before]);
  const empty = fileOf({ kind: 'timestamp' }, [null, 0n], [1n]);
  expect(pruner.file({ ...empty, metrics: { ...empty.metrics, lower: new Map(), upper: new Map() } })).toBe(false);
  expect(pruner.file({ ...empty, partition: [0n] })).toBe(true);
});
