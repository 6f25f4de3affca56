import type { Constraint } from '../sql/plan.ts';
import { constraintDomain, type Domain } from './domain.ts';
import { findColumn, type IcebergTable, type PartitionField, partitionSpec } from './table.ts';
import { applyTransform } from './transform.ts';
import { isPrimitive } from './type.ts';
import type { Value } from './value.ts';

/** Whether the constraint holds for all rows of a partition or for none of them, in each partitioning that the table has had. */
export function isOfWholePartitions(table: IcebergTable, constraint: Constraint): boolean {
  const column = findColumn(table, constraint.column);
  if (!column || !isPrimitive(column.type)) return false;
  const domain = constraintDomain(constraint, column.type);
  if (domain === undefined || isWider(constraint, domain)) return false;
  return table.metadata['partition-specs'].every((json) =>
    partitionSpec(table, json['spec-id']).fields.some(
      (field) => field.source.id === column.id && isWhole(domain, field),
    ),
  );
}

/** Between a text and the next there are others: a domain has no `less than` of what is not whole. */
function isWider({ operator }: Constraint, domain: Domain): boolean {
  if (domain.kind !== 'range' || operator === '<=' || operator === '>=') return false;
  return typeof (domain.low ?? domain.high) !== 'bigint';
}

const parts: readonly string[] = ['year', 'month', 'day', 'hour'];

function isWhole(domain: Domain, field: PartitionField): boolean {
  if (field.transform.kind === 'identity') return true;
  if (!parts.includes(field.transform.kind)) return false;
  if (domain.kind === 'values')
    return domain.values.every((value) => isEdge(field, value, -1n) && isEdge(field, value, 1n));
  if (domain.kind !== 'range') return true;
  return (
    (domain.low === undefined || isEdge(field, domain.low, -1n)) &&
    (domain.high === undefined || isEdge(field, domain.high, 1n))
  );
}

/** Whether the value before (-1) or after (1) this one lies in another partition. */
function isEdge({ transform, sourceType }: PartitionField, value: Value, step: bigint): boolean {
  if (typeof value !== 'bigint') return false;
  return applyTransform(transform, sourceType, value + step) !== applyTransform(transform, sourceType, value);
}
