import { textOf } from '@tributary/shared/csv/csv-rows.ts';
import { pathText } from '../shape/rescue.ts';
import { createRescuedRows } from '../shape/rescued-rows.ts';
import type { Shaped } from '../shape/shape-rows.ts';
import type { Field } from '../types/column-type.ts';
import { saysNothing } from './padding.ts';
import { placesOf, type Texts } from './see-texts.ts';
import { type TextColumn, withoutNulls } from './text-column.ts';
import { type RescueText, textVector } from './text-vectors.ts';

/** Makes the columns of rows of texts; what no column is for is rescued. */
export function shapeTexts(texts: Texts, fields: readonly Field[]): Shaped {
  const { names, rows, nulls } = texts;
  const rescued = createRescuedRows(rows.length);
  const rescueAs = (path: string) => (row: number, text: string) => rescued.add(row, { keys: [path], values: [text] });
  const places = placesOf(names);
  const columns = rows.columns.map((column) => withoutNulls(column, nulls));
  const vectors = fields.map(({ key, type }) => {
    const column = columns[places.get(key) ?? -1];
    if (column === undefined) return { kind: 'same', value: null } as const;
    return textVector(column, type, rescueAs(pathText([key])));
  });
  const known = new Set(fields.map(({ key }) => key));
  for (const [place, key] of names.entries()) {
    const column = columns[place];
    const isSecond = places.get(key) !== place;
    if (column === undefined || (known.has(key) && !isSecond)) continue;
    rescueColumn(column, rescueAs(pathText(isSecond ? [key, place] : [key])));
  }
  return { vectors, ...rescued.shaped() };
}

function rescueColumn(column: TextColumn, rescue: RescueText): void {
  for (let row = 0; row < column.from.length; row += 1) if (!saysNothing(column, row)) rescue(row, textOf(column, row));
}
