import type { Dimension, Measure } from './measure.ts';
import type { Role } from './model.ts';
import type { Visual } from './visual.ts';

type Path = readonly PropertyKey[];
/** A column that a chart of a file groups by, and where the file says so. */
export type PlacedDimension = { readonly role: Role; readonly dimension: Dimension; readonly path: Path };
export type PlacedMeasure = { readonly measure: Measure; readonly path: Path };

/** What a chart groups by, in the order in which rows are read: whatever its type calls it. */
export function dimensionsOf(visual: Visual): readonly PlacedDimension[] {
  if (visual.type === 'kpi') return one('dimension', visual.compare, ['compare']);
  if (visual.type === 'table') return each('dimension', visual.dimensions, ['dimensions']);
  if (visual.type === 'pivot')
    return [...each('rows', visual.rows, ['rows']), ...each('columns', visual.columns, ['columns'])];
  if (visual.type === 'heat_map')
    return [...one('rows', visual.rows, ['rows']), ...one('columns', visual.columns, ['columns'])];
  const series = visual.type === 'line' || visual.type === 'bar' ? one('series', visual.series, ['series']) : [];
  return [...one('dimension', visual.dimension, ['dimension']), ...series];
}

/** What a chart computes, in the order in which it shows it. */
export function measuresOf(visual: Visual): readonly PlacedMeasure[] {
  if (visual.type === 'scatter')
    return (['x', 'y', 'size'] as const).flatMap((word) => {
      const measure = visual[word];
      return measure === undefined ? [] : [{ measure, path: [word] }];
    });
  if ('measure' in visual) return [{ measure: visual.measure, path: ['measure'] }];
  return (visual.measures ?? []).map((measure, at) => ({ measure, path: ['measures', at] }));
}

function one(role: Role, dimension: Dimension | undefined, path: Path): readonly PlacedDimension[] {
  return dimension === undefined ? [] : [{ role, dimension, path }];
}

function each(role: Role, dimensions: readonly Dimension[], path: Path): readonly PlacedDimension[] {
  return dimensions.map((dimension, at) => ({ role, dimension, path: [...path, at] }));
}
