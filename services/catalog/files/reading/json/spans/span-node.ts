import { form, formOf, lengthOf, type SpanColumn, stride } from '../../../core/spans/span-column.ts';

/** A column that is being filled. */
export type SpanNode = {
  readonly key: string;
  /** `"key":` as it is mostly written, four bytes a word, the last of them with zeros behind. */
  readonly written: { readonly length: number; readonly words: Int32Array };
  /** Among the fields of what it is in. */
  readonly index: number;
  place: number;
  count: number;
  entries: Int32Array;
  forms: number;
  readonly fields: SpanNode[];
  readonly byKey: Map<string, SpanNode>;
  element: SpanNode | undefined;
  elements: number;
  /** The entry of the object that had the key last. */
  lastIn: number;
  /** Of the object that is being read here: how many fields have been, and which of them all comes next, if it is like others. */
  passed: number;
  expected: number;
};

const noEntry = -1;
const firstRoom = 16 * stride;

export function createNode(key: string, index: number): SpanNode {
  return {
    key,
    written: wordsOf(Buffer.from(`"${key}":`)),
    index,
    place: Number.MAX_SAFE_INTEGER,
    count: 0,
    entries: new Int32Array(firstRoom),
    forms: 0,
    fields: [],
    byKey: new Map(),
    element: undefined,
    elements: 0,
    lastIn: noEntry,
    passed: 0,
    expected: 0,
  };
}

function wordsOf(bytes: Buffer): SpanNode['written'] {
  const words = new Int32Array(Math.ceil(bytes.length / 4));
  bytes.copy(new Uint8Array(words.buffer));
  return { length: bytes.length, words };
}

/** Adds an entry that begins at `from`, and returns its number. */
export function beginEntry(node: SpanNode, owner: number, from: number, code: number): number {
  const at = node.count * stride;
  if (at === node.entries.length) grow(node);
  const { entries } = node;
  entries[at] = owner;
  entries[at + 1] = from;
  entries[at + 3] = code;
  node.forms |= 1 << formOf(code);
  node.count += 1;
  return node.count - 1;
}

export function endEntry({ entries }: SpanNode, entry: number, to: number): void {
  entries[entry * stride + 2] = to;
}

function grow(node: SpanNode): void {
  const larger = new Int32Array(node.entries.length * 2);
  larger.set(node.entries);
  node.entries = larger;
}

/** Takes back what begins at `from` or behind it: a record that is none, or one for others to read. */
export function takeBack(node: SpanNode, from: number): void {
  while (node.count > 0 && (node.entries[node.count * stride - 3] ?? 0) >= from) node.count -= 1;
  node.forms = 0;
  node.elements = 0;
  node.lastIn = noEntry;
  for (let entry = 0; entry < node.count; entry += 1) {
    const code = node.entries[entry * stride + 3] ?? 0;
    node.forms |= 1 << formOf(code);
    if (formOf(code) === form.array) node.elements += lengthOf(code);
  }
  for (const field of node.fields) takeBack(field, from);
  if (node.element !== undefined) takeBack(node.element, from);
}

/** What is there, and begins anew. */
export function takeColumn(node: SpanNode): SpanColumn {
  const { key, place, count, forms, elements } = node;
  const fields = node.fields.map(takeColumn).filter((field) => field.count > 0);
  const element = node.element && takeColumn(node.element);
  const entries = node.entries.slice(0, count * stride);
  node.place = Number.MAX_SAFE_INTEGER;
  node.count = 0;
  node.forms = 0;
  node.elements = 0;
  node.lastIn = noEntry;
  return { key, place, count, entries, forms, fields, elements, ...(element && { element }) };
}
