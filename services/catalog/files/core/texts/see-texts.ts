import { fieldOf, join, type Objects } from '../types/evidence.ts';
import { seeColumn } from './see-column.ts';
import { type TextRows, withoutNulls } from './text-column.ts';

/** Some rows of texts, their columns by name. `nulls`: what is NULL where it stands without quotes; nothing at all always is. */
export type Texts = { readonly names: readonly string[]; readonly rows: TextRows; readonly nulls: readonly string[] };

/** Where the column of a name stands: the first of several. */
export function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, place) => [name, place] as const).toReversed());
}

/** Takes in what rows of texts show. What it has read is kept with them, for who makes columns of them. */
export function seeTexts(objects: Objects, { names, rows, nulls }: Texts): void {
  objects.count += rows.length;
  const places = placesOf(names);
  for (const [place, key] of names.entries()) {
    const column = rows.columns[place];
    if (column === undefined || places.get(key) !== place) continue;
    const shown = seeColumn(withoutNulls(column, nulls), objects.named.get(key)?.what.scalar);
    if (shown === undefined) continue;
    if (shown.values !== undefined) column.seen = { scalar: shown.scalar, values: shown.values };
    join(fieldOf(objects, { key, at: place, seen: shown.seen }), { scalar: shown.scalar, scalars: shown.seen });
  }
}
