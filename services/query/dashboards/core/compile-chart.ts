import type { FieldChecks } from './check-fields.ts';
import { dimensionsOf, measuresOf } from './fields.ts';
import { formatOf, labelOf, valueLabel } from './labels.ts';
import type { Chart, FilterField, GroupField, ValueField } from './model.ts';
import type { Visual } from './visual.ts';

/** A chart with the types of its columns; without those that are not there. */
export function compileChart(id: string, visual: Visual, { typeOf }: FieldChecks): Chart {
  const { type, title, description, dataset, width, filters = [] } = visual;
  return {
    id,
    type,
    title,
    description,
    dataset,
    groups: dimensionsOf(visual).flatMap(({ role, dimension }, at): readonly GroupField[] => {
      const columnType = typeOf(dimension.column);
      if (columnType === undefined) return [];
      const { column, grain, label = labelOf(column) } = dimension;
      return [{ id: `g${at + 1}`, role, column, type: columnType, ...(grain && { grain }), label }];
    }),
    values: measuresOf(visual).map(({ measure }, at): ValueField => {
      const {
        value: { per, ...own },
        label = valueLabel(measure.value),
      } = measure;
      const withType = <T extends { readonly column: string }>(of: T) => ({ ...of, type: typeOf(of.column) });
      const format = measure.format ?? formatOf(measure.value, typeOf);
      return { id: `v${at + 1}`, ...withType(own), ...(per && { per: withType(per) }), label, format };
    }),
    filters: filters.flatMap((filter): readonly FilterField[] => {
      const columnType = typeOf(filter.column);
      return columnType === undefined ? [] : [{ ...filter, type: columnType }];
    }),
    stacked: type === 'bar' && visual.stacked,
    horizontal: type === 'bar' && visual.horizontal,
    sort: sortOf(visual, typeOf),
    limit: 'limit' in visual ? visual.limit : undefined,
    width,
  };
}

const grids: readonly Visual['type'][] = ['pivot', 'heat_map'];

/** Times stand in their order, and what has none the greatest first, unless the file says otherwise. */
function sortOf(visual: Visual, typeOf: FieldChecks['typeOf']): Chart['sort'] {
  if ('sort' in visual && visual.sort !== undefined) return visual.sort;
  if (measuresOf(visual).length === 0) return 'dimension';
  const [first] = dimensionsOf(visual);
  const type = first && typeOf(first.dimension.column);
  return type === 'date' || type === 'timestamp' || grids.includes(visual.type) ? 'dimension' : 'measure';
}
