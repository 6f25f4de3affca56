import type { ParquetValue } from '@tributary/shared/parquet-write.ts';
import type { ColumnType, Field } from '../types/column-type.ts';
import { type Fields, isFields, isList, type Value } from '../value.ts';
import { fitScalar } from './fit-scalar.ts';
import type { Rescue } from './rescue.ts';

/** A value as its column holds it; null where it does not fit, which `rescue` is told then. */
export type Fit = (value: Value, rescue: Rescue) => ParquetValue;

export function fitOf(type: ColumnType): Fit {
  if (type.kind === 'array') return listFit(fitOf(type.element));
  if (type.kind === 'map') return mapFit(fitOf(type.value));
  if (type.kind === 'struct') return structFit(type.fields);
  const fit = fitScalar(type);
  return (value, rescue) => {
    if (value === null || value === undefined) return null;
    const fitting = fit(value);
    if (fitting === undefined) return rescue.add(value);
    if (typeof value === 'number' && typeof fitting === 'string') rescue.isInexact = true;
    return fitting;
  };
}

/** A list of which nothing fits does not fit itself: so a point of GeoJSON stays whole in a column of polygons, whose lists are deeper. */
function listFit(fit: Fit): Fit {
  return (value, rescue) => {
    if (value === null || value === undefined) return null;
    if (!isList(value)) return rescue.add(value);
    const before = rescue.count();
    const cells = value.map((each, at) => {
      rescue.path.push(at);
      const fitting = fit(each, rescue);
      rescue.path.pop();
      return fitting;
    });
    if (rescue.count() === before || cells.some((cell) => cell !== null)) return cells;
    rescue.backTo(before);
    return rescue.add(value);
  };
}

function mapFit(fit: Fit): Fit {
  return (value, rescue) => {
    if (value === null || value === undefined) return null;
    if (!isFields(value)) return rescue.add(value);
    const entries = new Map<string, ParquetValue>();
    for (const key in value) {
      rescue.path.push(key);
      entries.set(key, fit(value[key], rescue));
      rescue.path.pop();
    }
    return entries;
  };
}

function structFit(fields: readonly Field[]): Fit {
  const fits = fields.map(({ key, name, type }) => ({ key, name, fit: fitOf(type) }));
  const known = new Set(fields.map(({ key }) => key));
  return (value, rescue) => {
    if (value === null || value === undefined) return null;
    if (!isFields(value)) return rescue.add(value);
    const cell: Record<string, ParquetValue> = {};
    for (const { key, name, fit } of fits) {
      rescue.path.push(key);
      cell[name] = Object.hasOwn(value, key) ? fit(value[key], rescue) : null;
      rescue.path.pop();
    }
    rescueUnknown(value, known, rescue);
    return cell;
  };
}

/** What has no field. */
export function rescueUnknown(value: Fields, known: ReadonlySet<string>, rescue: Rescue): void {
  for (const key in value) {
    if (known.has(key)) continue;
    rescue.path.push(key);
    rescue.add(value[key]);
    rescue.path.pop();
  }
}
