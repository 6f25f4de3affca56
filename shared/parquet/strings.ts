import {
  asText,
  bytesHeld,
  type Coded,
  codeCells,
  codeList,
  codeSame,
  codeSpans,
  emptyCoded,
  encodeCoded,
  pays,
} from './coded-strings.ts';
import { appendEntry, appendSpan, appendText, bytesOf, emptyText, hasSpan, type Spans, type Text } from './text.ts';
import { startOf } from './text-dictionary.ts';
import type { Cells, ValueBuilder } from './values.ts';

export type StringValues = ValueBuilder & {
  addSpans(spans: Spans, from: number, to: number): void;
  /** Takes a list that has often come before, the very same object, and then needs not to be looked at. */
  addList(list: readonly string[]): void;
};

/** Strings by dictionary as long as values come again, else one after the other. */
export function createStringValues(column: string): StringValues {
  const plain = emptyText();
  let coded: Coded | undefined = emptyCoded();
  /** The dictionary, unless `more` values of the kind that there were would not pay. */
  const codedFor = (more: number): Coded | undefined => {
    if (coded === undefined || pays(coded, more)) return coded;
    const { dictionary, indices, count } = coded;
    for (const place of indices.subarray(0, count)) appendEntry(plain, dictionary.text, startOf(dictionary, place));
    coded = undefined;
    return coded;
  };
  const add = (cells: Cells, from: number, to: number): void => {
    const open = codedFor(to - from);
    if (open === undefined) appendCells(plain, cells, from, to, column);
    else codeCells(open, cells, from, to, column);
  };
  return {
    add,
    addSpans(spans, from, to) {
      const open = codedFor(to - from);
      if (open === undefined) appendSpans(plain, spans, from, to);
      else codeSpans(open, spans, from, to);
    },
    addSame(value, count) {
      const open = codedFor(count);
      if (open === undefined) appendCells(plain, new Array(count).fill(value), 0, count, column);
      else codeSame(open, asText(value, column), count);
    },
    addList(list) {
      const open = codedFor(list.length);
      if (open === undefined) appendCells(plain, list, 0, list.length, column);
      else codeList(open, list, column);
    },
    bytes: () => plain.bytes.length + (coded === undefined ? 0 : bytesHeld(coded)),
    encode: () => (coded === undefined ? { encoding: 'PLAIN', data: bytesOf(plain) } : encodeCoded(coded)),
  };
}

function appendCells(plain: Text, cells: Cells, from: number, to: number, column: string): void {
  for (let at = from; at < to; at += 1) {
    const value = cells[at];
    if (value !== null && value !== undefined) appendText(plain, asText(value, column));
  }
}

function appendSpans(plain: Text, spans: Spans, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    if (hasSpan(spans, at)) appendSpan(plain, spans, at);
  }
}
