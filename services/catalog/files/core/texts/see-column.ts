import { plainReaders } from '../types/plain-readers.ts';
import { joinScalars, type Scalar } from '../types/scalar.ts';
import { saysNothing } from './padding.ts';
import { readPlainly } from './plain-column.ts';
import type { PlainValues, TextColumn } from './text-column.ts';
import { textScalar } from './text-scalar.ts';

/** What texts of a column show, how many of them show something, and their values where these were read. */
type Shown = { readonly scalar: Scalar; readonly seen: number; readonly values?: PlainValues };

/** What the texts show beside what is known; undefined where they show nothing. Blanks alone, be it between quotes, show nothing. */
export function seeColumn(column: TextColumn, known: Scalar | undefined): Shown | undefined {
  if (known === 'string') return countTexts(column);
  const likely = known ?? firstShown(column);
  const read = plainReaders.get(likely);
  const values = read && readPlainly(column, read, () => false);
  if (likely === undefined || values === undefined) return joinTexts(column, known);
  const seen = countOf(values);
  return seen === 0 ? undefined : { scalar: likely, seen, values };
}

function firstShown(column: TextColumn): Scalar | undefined {
  for (let row = 0; row < column.from.length; row += 1) if (!saysNothing(column, row)) return textScalar(column, row);
  return undefined;
}

function countOf({ present }: PlainValues): number {
  let count = 0;
  for (const one of present) count += one;
  return count;
}

function countTexts(column: TextColumn): Shown | undefined {
  let seen = 0;
  for (let row = 0; row < column.from.length; row += 1) if (!saysNothing(column, row)) seen += 1;
  return seen === 0 ? undefined : { scalar: 'string', seen };
}

function joinTexts(column: TextColumn, known: Scalar | undefined): Shown | undefined {
  let scalar = known;
  let seen = 0;
  for (let row = 0; row < column.from.length; row += 1) {
    if (saysNothing(column, row)) continue;
    seen += 1;
    if (scalar === 'string') continue;
    const shown = textScalar(column, row);
    scalar = scalar === undefined ? shown : joinScalars(scalar, shown);
  }
  return scalar === undefined || seen === 0 ? undefined : { scalar, seen };
}
