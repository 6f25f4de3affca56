import { type Presence, presentNumbers, presentWords } from './presence.ts';
import { hasSpan } from './text.ts';
import type { ValueBuilder } from './values.ts';
import type { Vector } from './vectors.ts';

type Numeric = Extract<Vector, { kind: 'numbers' | 'words' }>;

/** What a leaf may hold in a form that is not one of cells. */
export type LeafVector = Numeric | Extract<Vector, { kind: 'texts' }>;

export function isOfLeaf(vector: Vector): vector is LeafVector {
  return vector.kind === 'texts' || isNumeric(vector);
}

function isNumeric(vector: Vector): vector is Numeric {
  return vector.kind === 'numbers' || vector.kind === 'words';
}

/** Adds the first `rows` rows that are present; false where the column does not hold them. */
export function addVectorValues(values: ValueBuilder, vector: LeafVector, rows: number): boolean {
  if (isNumeric(vector)) return addNumeric(values, vector, rows);
  if (values.addSpans === undefined) return false;
  values.addSpans(vector.texts, 0, rows);
  return true;
}

function addNumeric(values: ValueBuilder, vector: Numeric, rows: number): boolean {
  const { present } = vector;
  if (vector.kind === 'numbers') {
    if (values.addNumbers === undefined) return false;
    const dense = present === undefined ? vector.values : presentNumbers(vector.values, present, rows);
    values.addNumbers(dense, present === undefined ? rows : dense.length);
    return true;
  }
  const { each } = vector;
  if (values.addWords === undefined) return false;
  const dense = present === undefined ? vector.words : presentWords(vector.words, each, present, rows);
  values.addWords(dense, each, present === undefined ? rows : dense.length / each);
  return true;
}

/** Which of the rows are present; undefined where all are. */
export function presenceOf(vector: LeafVector, rows: number): Presence | undefined {
  if (vector.kind !== 'texts') return vector.present;
  const present = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) present[row] = hasSpan(vector.texts, row) ? 1 : 0;
  return present;
}
