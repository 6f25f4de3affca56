import type { CsvFields } from '@tributary/shared/csv/csv-rows.ts';

const space = 0x20;
const tab = 0x09;

function isPadding(code: number | undefined): boolean {
  return code === space || code === tab;
}

/** Where a text begins without the blanks before it, up to its end. */
export function startWithin(bytes: Buffer, from: number, to: number): number {
  let start = from;
  while (start < to && isPadding(bytes[start])) start += 1;
  return start;
}

/** Where a text ends without the blanks behind it. */
export function endWithin(bytes: Buffer, from: number, to: number): number {
  let end = to;
  while (end > from && isPadding(bytes[end - 1])) end -= 1;
  return end;
}

/** Nothing, or blanks alone, be it between quotes: says nothing where texts are not meant. */
export function saysNothing({ bytes, from, to }: CsvFields, field: number): boolean {
  const [start, end] = [from[field] ?? 0, to[field] ?? 0];
  return start >= end || startWithin(bytes, start, end) === end;
}

/** As numbers and moments are read: columns of fixed width have blanks around them. */
export function withoutPadding(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
