import type { PartitionSpec, TableMetadata } from './table-metadata.ts';

/**
 * Makes the text of a partition's values, as units of jobs have it: `2026-11-20`, `2026-11-20T13`, `2026-11`; of several fields one after the
 * other: `2026-11-20` of year, month and day. What is no time stands as it is.
 */
export type PartitionText = (values: Readonly<Record<string, unknown>>) => string;

export function partitionTextOf({ schemas }: TableMetadata, { fields }: PartitionSpec): PartitionText {
  const types = new Map(schemas.flatMap((schema) => schema.fields.map(({ id, type }) => [id, type])));
  const parts = fields.map((field) => {
    const kind = field.transform === 'identity' ? String(types.get(field['source-id'])) : field.transform;
    return { name: `p${field['field-id']}`, kind };
  });
  return (values) => parts.map(({ name, kind }) => textOf(kind, values[name])).join('-');
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

function textOf(kind: string, value: unknown): string {
  const text = timeTexts.get(kind.replace(/tz$/, ''));
  return text !== undefined && isWhole(value) ? text(Number(value)) : String(value ?? '');
}

function isWhole(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

const iso = (ms: number, length: number) => new Date(ms).toISOString().slice(0, length);

// https://iceberg.apache.org/spec/#partition-transforms: since 1970
const timeTexts: ReadonlyMap<string, (value: number) => string> = new Map([
  ['year', (value: number) => String(1970 + value)],
  ['month', (value: number) => iso(Date.UTC(1970, value), 7)],
  ['day', (value: number) => iso(value * dayMs, 10)],
  ['date', (value: number) => iso(value * dayMs, 10)],
  ['hour', (value: number) => iso(value * hourMs, 13)],
  ['timestamp', (value: number) => iso(value / 1_000, 19)],
]);
