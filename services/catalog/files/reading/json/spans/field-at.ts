import { quote } from '../json-scan.ts';
import { endOfBlanks, fault, type Scan, stopOfText } from './scan-scalar.ts';
import { createNode, type SpanNode } from './span-node.ts';

/** More places than these are read as values. */
const mostNodes = 2000;

/** `valueAt`: behind the key that was read last; `nodes`: how many places are told apart. */
export type KeyScan = Scan & { valueAt: number; nodes: number };

const colon = 0x3a;

/** The field whose key stands there, most often the one that is expected. */
export function fieldAt(scan: KeyScan, node: SpanNode, at: number): SpanNode | undefined {
  const field = node.fields[node.expected];
  if (field === undefined || !isKey(scan, field.written, at)) return otherField(scan, node, at);
  scan.valueAt = endOfBlanks(scan.bytes, at + field.written.length);
  return field;
}

function isKey({ view, end }: Scan, { length, words }: SpanNode['written'], at: number): boolean {
  const last = words.length - 1;
  if (at + words.length * 4 > end) return false;
  for (let each = 0; each < last; each += 1) if (view.getInt32(at + each * 4, true) !== words[each]) return false;
  // Of the last word some bytes are no part of the key.
  const unused = 8 * (words.length * 4 - length);
  return view.getInt32(at + last * 4, true) << unused === (words[last] ?? 0) << unused;
}

function otherField(scan: KeyScan, node: SpanNode, at: number): SpanNode | undefined {
  const { bytes } = scan;
  const end = bytes[at] === quote ? stopOfText(scan, at + 1) : fault;
  if (bytes[end] !== quote || end >= scan.end) return undefined;
  const colonAt = endOfBlanks(bytes, end + 1);
  if (bytes[colonAt] !== colon) return undefined;
  scan.valueAt = endOfBlanks(bytes, colonAt + 1);
  const key = bytes.toString('utf8', at + 1, end);
  return node.byKey.get(key) ?? newField(scan, node, key);
}

function newField(scan: KeyScan, node: SpanNode, key: string): SpanNode | undefined {
  // Objects have keys that are numbers in an order of their own.
  if (/^\d/.test(key) || scan.nodes >= mostNodes) return undefined;
  const field = createNode(key, node.fields.length);
  scan.nodes += 1;
  node.fields.push(field);
  node.byKey.set(key, field);
  return field;
}
