import { codeOfArray, form, mostElements, stride } from '../../../core/spans/span-column.ts';
import { mostLevels } from '../../../core/types/evidence.ts';
import { closeBracket, comma, openBrace, openBracket, quote } from '../json-scan.ts';
import { fieldAt, type KeyScan } from './field-at.ts';
import {
  endOfBlanks,
  endOfEscaped,
  endOfFraction,
  endOfWhole,
  endOfWord,
  fault,
  isFraction,
  type Scan,
  stopOfText,
} from './scan-scalar.ts';
import { beginEntry, createNode, endEntry, type SpanNode } from './span-node.ts';

/** `level`: how deep it is; `lowered`: whose least place the record has changed, and what it was before. */
export type RecordScan = KeyScan & {
  level: number;
  readonly lowered: { readonly node: SpanNode; readonly place: number }[];
};

const closeBrace = 0x7d;
const [letterF, letterN, letterT] = [0x66, 0x6e, 0x74];

/**
 * Takes the object that begins there into the root, and says where it ends; `fault` for all that is unusual (what is no JSON, a key that stands twice,
 * has a backslash or looks like a number, too many names, too deep), and then some of it has been taken.
 */
export function readRecord(scan: RecordScan, root: SpanNode, at: number): number {
  scan.level = 0;
  scan.lowered.length = 0;
  return scan.bytes[at] === openBrace ? readObject(scan, root, root.count, at) : fault;
}

/** Where the value ends; it is no null. */
function readValue(scan: RecordScan, node: SpanNode, owner: number, at: number): number {
  const code = scan.bytes[at];
  if (code === quote) return readText(scan, node, owner, at + 1);
  if (code === openBrace || code === openBracket) return readInner(scan, node, owner, at);
  return code === letterT || code === letterF ? readWord(scan, node, owner, at) : readNumber(scan, node, owner, at);
}

function readText(scan: RecordScan, node: SpanNode, owner: number, from: number): number {
  const stop = stopOfText(scan, from);
  if (stop < scan.end && scan.bytes[stop] === quote) {
    endEntry(node, beginEntry(node, owner, from, form.text), stop);
    return stop + 1;
  }
  const end = endOfEscaped(scan, stop);
  if (end === fault) return fault;
  endEntry(node, beginEntry(node, owner, from, form.escaped), end);
  return end + 1;
}

function readNumber({ bytes }: RecordScan, node: SpanNode, owner: number, from: number): number {
  const whole = endOfWhole(bytes, from);
  if (whole === fault) return fault;
  const hasFraction = isFraction(bytes[whole]);
  const end = hasFraction ? endOfFraction(bytes, whole) : whole;
  if (end !== fault) endEntry(node, beginEntry(node, owner, from, hasFraction ? form.fraction : form.whole), end);
  return end;
}

function readWord({ bytes }: RecordScan, node: SpanNode, owner: number, from: number): number {
  const isTrue = bytes[from] === letterT;
  const end = endOfWord(bytes, from, isTrue ? 'true' : 'false');
  if (end !== fault) endEntry(node, beginEntry(node, owner, from, isTrue ? form.true : form.false), end);
  return end;
}

function readInner(scan: RecordScan, node: SpanNode, owner: number, at: number): number {
  scan.level += 1;
  if (scan.level >= mostLevels) return fault;
  const end = scan.bytes[at] === openBrace ? readObject(scan, node, owner, at) : readArray(scan, node, owner, at);
  scan.level -= 1;
  return end;
}

/** Nulls show nothing, and are no entries. */
function isNull({ bytes }: Scan, at: number): boolean {
  return bytes[at] === letterN && endOfWord(bytes, at, 'null') !== fault;
}

const nullLength = 4;

function readArray(scan: RecordScan, node: SpanNode, owner: number, from: number): number {
  const entry = beginEntry(node, owner, from, form.array);
  const first = node.elements;
  const inner = endOfBlanks(scan.bytes, from + 1);
  const end = scan.bytes[inner] === closeBracket ? inner + 1 : readElements(scan, node, inner);
  const length = node.elements - first;
  if (length >= mostElements) return fault;
  node.entries[entry * stride + 3] = codeOfArray(length);
  endEntry(node, entry, end);
  return end;
}

function readElements(scan: RecordScan, node: SpanNode, from: number): number {
  const { bytes } = scan;
  const element = elementOf(scan, node);
  let at = from;
  for (;;) {
    const each = node.elements;
    node.elements += 1;
    const end = isNull(scan, at) ? at + nullLength : readValue(scan, element, each, at);
    if (end === fault) return fault;
    at = endOfBlanks(bytes, end);
    if (bytes[at] !== comma) return bytes[at] === closeBracket ? at + 1 : fault;
    at = endOfBlanks(bytes, at + 1);
  }
}

function elementOf(scan: RecordScan, node: SpanNode): SpanNode {
  if (node.element === undefined) {
    node.element = createNode('', 0);
    scan.nodes += 1;
  }
  return node.element;
}

function readObject(scan: RecordScan, node: SpanNode, owner: number, from: number): number {
  const entry = beginEntry(node, owner, from, form.object);
  const inner = endOfBlanks(scan.bytes, from + 1);
  const end = scan.bytes[inner] === closeBrace ? inner + 1 : readFields(scan, node, entry, inner);
  endEntry(node, entry, end);
  return end;
}

function readFields(scan: RecordScan, node: SpanNode, entry: number, from: number): number {
  const { bytes } = scan;
  node.passed = 0;
  node.expected = 0;
  let at = from;
  for (;;) {
    const end = readField(scan, node, entry, at);
    if (end === fault) return fault;
    at = endOfBlanks(bytes, end);
    if (bytes[at] !== comma) return bytes[at] === closeBrace ? at + 1 : fault;
    at = endOfBlanks(bytes, at + 1);
  }
}

function readField(scan: RecordScan, node: SpanNode, entry: number, from: number): number {
  const field = fieldAt(scan, node, from);
  if (field === undefined || field.lastIn === entry) return fault;
  field.lastIn = entry;
  const place = node.passed;
  node.passed += 1;
  node.expected = field.index + 1;
  const at = scan.valueAt;
  if (isNull(scan, at)) return at + nullLength;
  if (place < field.place) lower(scan, field, place);
  return readValue(scan, field, entry, at);
}

function lower({ lowered }: RecordScan, node: SpanNode, place: number): void {
  lowered.push({ node, place: node.place });
  node.place = place;
}
