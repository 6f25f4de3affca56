import type { WordsEach } from './values.ts';

/** Which of some rows are present: a byte each, 1 or 0. */
export type Presence = Uint8Array;

let numbers = new Float64Array(0);
let integers = new Int32Array(0);
let words = new Int32Array(0);

/** The numbers of the first `rows` rows that are present, one after the other, till the next call. No branch: what is absent is written over. */
export function presentNumbers(values: Int32Array | Float64Array, present: Presence, rows: number) {
  const length = rows + 1;
  if (values instanceof Float64Array) {
    if (numbers.length < length) numbers = new Float64Array(length * 2);
    return numbers.subarray(0, pack(numbers, values, present, rows));
  }
  if (integers.length < length) integers = new Int32Array(length * 2);
  return integers.subarray(0, packIntegers(integers, values, present, rows));
}

/** The same of numbers of `each` words. */
export function presentWords(values: Int32Array, each: WordsEach, present: Presence, rows: number): Int32Array {
  const length = (rows + 1) * each;
  if (words.length < length) words = new Int32Array(length * 2);
  const packed = words;
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let word = 0; word < each; word += 1) packed[count + word] = values[row * each + word] ?? 0;
    count += present[row] === 1 ? each : 0;
  }
  return packed.subarray(0, count);
}

function pack(to: Float64Array, values: Float64Array, present: Presence, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    to[count] = values[row] ?? 0;
    count += present[row] ?? 0;
  }
  return count;
}

/** As above: a loop that meets arrays of two kinds is several times slower. */
function packIntegers(to: Int32Array, values: Int32Array, present: Presence, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    to[count] = values[row] ?? 0;
    count += present[row] ?? 0;
  }
  return count;
}
