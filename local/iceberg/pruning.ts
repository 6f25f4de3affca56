import type { Constraint } from '../sql/plan.ts';
import type { DataFile } from './data-file.ts';
import { type ColumnRange, constraintDomain, type Domain, mayMatch, projectDomain } from './domain.ts';
import type { FieldSummary, ManifestFile } from './manifest-list.ts';
import { findColumn, type IcebergTable, type PartitionSpec, partitionSpec } from './table.ts';
import { isPrimitive, type Primitive } from './type.ts';
import { decodeValue, type Value } from './value.ts';

/** Tells what certainly holds no row that the constraints allow; everything else stays. */
export type Pruner = {
  manifest(manifest: ManifestFile): boolean;
  file(file: DataFile): boolean;
  /** Whether all of the file's partition may be meant; never where its spec has no partitions and something is asked for. */
  partition(file: DataFile): boolean;
  /** A row group by its columns' ranges, looked up by field id. */
  ranges(rangeOf: (fieldId: number, type: Primitive) => ColumnRange): boolean;
};

type ColumnDomain = { readonly fieldId: number; readonly type: Primitive; readonly domain: Domain };

/** Each answer is true where the thing may hold such a row. */
export function createPruner(table: IcebergTable, constraints: readonly Constraint[]): Pruner {
  const domains = constraints.flatMap((constraint) => columnDomain(table, constraint));
  const paths = constraints.flatMap(pathFilter);
  const matchesPartition = (specId: number, rangeOf: (index: number, type: Primitive) => ColumnRange) =>
    partitionDomains(partitionSpec(table, specId), domains).every(({ index, type, domain }) =>
      mayMatch(domain, rangeOf(index, type)),
    );
  return {
    manifest: ({ specId, partitions }) =>
      partitions === undefined || matchesPartition(specId, (index, type) => summaryRange(partitions[index], type)),
    file: (file) =>
      paths.every((allowed) => allowed.includes(file.uri)) &&
      matchesPartition(file.specId, (index) => valueRange(file.partition[index])) &&
      domains.every(({ fieldId, type, domain }) => mayMatch(domain, metricRange(file, fieldId, type))),
    partition: (file) =>
      domains.length === 0 ||
      (file.partition.length > 0 && matchesPartition(file.specId, (index) => valueRange(file.partition[index]))),
    ranges: (rangeOf) => domains.every(({ fieldId, type, domain }) => mayMatch(domain, rangeOf(fieldId, type))),
  };
}

function columnDomain(table: IcebergTable, constraint: Constraint): readonly ColumnDomain[] {
  const field = findColumn(table, constraint.column);
  if (!field || !isPrimitive(field.type)) return [];
  const domain = constraintDomain(constraint, field.type);
  return domain === undefined ? [] : [{ fieldId: field.id, type: field.type, domain }];
}

function pathFilter(constraint: Constraint): readonly (readonly string[])[] {
  const equality = constraint.operator === '=' || constraint.operator === 'in';
  return constraint.column === '$path' && equality ? [constraint.values] : [];
}

function partitionDomains(spec: PartitionSpec, domains: readonly ColumnDomain[]) {
  return spec.fields.flatMap((field, index) =>
    domains
      .filter(({ fieldId }) => fieldId === field.source.id)
      .flatMap(({ domain }) => {
        const projected = projectDomain(domain, field.transform, field.sourceType);
        return projected === undefined ? [] : [{ index, type: field.resultType, domain: projected }];
      }),
  );
}

function summaryRange(summary: FieldSummary | undefined, type: Primitive): ColumnRange {
  if (!summary) return {};
  const onlyNulls = !summary.lower && summary.containsNull && summary.containsNan === false;
  return {
    hasNull: summary.containsNull,
    ...(onlyNulls ? { hasValue: false } : {}),
    ...(summary.lower && { lower: decodeValue(type, summary.lower) }),
    ...(summary.upper && { upper: decodeValue(type, summary.upper) }),
  };
}

function valueRange(value: Value | null | undefined): ColumnRange {
  if (value === undefined) return {};
  return value === null
    ? { hasNull: true, hasValue: false }
    : { hasNull: false, hasValue: true, lower: value, upper: value };
}

function metricRange({ metrics }: DataFile, fieldId: number, type: Primitive): ColumnRange {
  const lower = metrics.lower.get(fieldId);
  const upper = metrics.upper.get(fieldId);
  const nulls = metrics.nullCounts.get(fieldId);
  const values = metrics.valueCounts.get(fieldId);
  return {
    ...(nulls === undefined ? {} : { hasNull: nulls > 0 }),
    ...(nulls === undefined || values === undefined ? {} : { hasValue: values > nulls }),
    ...(lower && { lower: decodeValue(type, lower) }),
    ...(upper && { upper: decodeValue(type, upper) }),
  };
}
