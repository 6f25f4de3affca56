import type { ColumnRange } from './domain.ts';
import { type ColumnChunk, type Footer, leavesOf, type RowGroup } from './footer.ts';
import { findNode } from './project.ts';
import type { Pruner } from './pruning.ts';
import type { Field, Primitive } from './type.ts';
import { parseValue } from './value.ts';

/** The compressed size of the fields' chunks in the row groups that may hold rows the pruner allows. */
export function chunkBytes(footer: Footer, fields: readonly Field[], pruner: Pruner | undefined): number {
  const leaves = fields.flatMap((field) => {
    const node = findNode(footer.columns, field.id, field.name);
    return node ? leavesOf(node) : [];
  });
  const groups = footer.rowGroups.filter((group) => pruner?.ranges(groupRange(footer, group)) !== false);
  return groups.reduce(
    (total, group) => total + leaves.reduce((sum, leaf) => sum + (group.get(leaf)?.compressedSize ?? 0), 0),
    0,
  );
}

function groupRange(footer: Footer, group: RowGroup): (fieldId: number, type: Primitive) => ColumnRange {
  return (fieldId, type) => {
    const node = footer.columns.find((column) => column.fieldId === fieldId);
    const chunk = node && group.get(node.leaf);
    return chunk ? chunkRange(chunk, type) : {};
  };
}

function chunkRange({ min, max, nulls, values }: ColumnChunk, type: Primitive): ColumnRange {
  const lower = min === undefined ? undefined : parseValue(type, min);
  const upper = max === undefined ? undefined : parseValue(type, max);
  return {
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    ...(nulls === undefined ? {} : { hasNull: nulls > 0, hasValue: values > nulls }),
  };
}
