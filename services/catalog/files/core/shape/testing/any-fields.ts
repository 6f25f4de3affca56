import fc from 'fast-check';
import { takeName } from '../../names/column-name.ts';
import type { ColumnType, Field } from '../../types/column-type.ts';
import { plainTypes } from '../../types/column-type.ts';
import { type Evidence, type Objects, see } from '../../types/evidence.ts';
import { newFields } from '../../types/resolve.ts';
import type { Fields } from '../../value.ts';
import { anyKey } from '../../values-for-tests.ts';

const decimal: fc.Arbitrary<ColumnType> = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) =>
    fc.record({ kind: fc.constant('decimal' as const), precision: fc.constant(precision), scale: fc.nat(precision) }),
  );

const fieldsOf = (type: fc.Arbitrary<ColumnType>) =>
  fc.uniqueArray(fc.tuple(anyKey, type), { minLength: 1, maxLength: 4, selector: ([key]) => key }).map((named) => {
    const taken = new Set<string>();
    return named.map(([key, each]): Field => ({ key, name: takeName(key, taken), type: each }));
  });

/** A type of so many levels at most. */
export function anyType(levels: number): fc.Arbitrary<ColumnType> {
  const leaf = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...plainTypes).map((kind): ColumnType => ({ kind })) },
    decimal,
  );
  if (levels === 0) return leaf;
  const inner = anyType(levels - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    inner.map((element): ColumnType => ({ kind: 'array', element })),
    inner.map((value): ColumnType => ({ kind: 'map', value })),
    fieldsOf(inner).map((fields): ColumnType => ({ kind: 'struct', fields })),
  );
}

/** Columns that some of the records show, of which some have another type than was shown. */
export function columnsFor(records: readonly Fields[]): fc.Arbitrary<readonly Field[]> {
  const others = fc.array(fc.option(anyType(2), { freq: 2, nil: undefined }), { minLength: 12, maxLength: 12 });
  return fc.tuple(fc.subarray([...records]), others).map(([some, types]) => {
    const objects: Objects = { count: 0, named: new Map() };
    const evidence: Evidence = { objects };
    for (const record of some) see(evidence, record);
    return newFields([...objects.named], new Set(['_rescued_data']), 100).map((field, at) => ({
      ...field,
      type: types[at] ?? field.type,
    }));
  });
}
