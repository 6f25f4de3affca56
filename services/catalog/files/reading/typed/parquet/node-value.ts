import { ParquetFault } from '@tributary/shared/parquet/read/fault.ts';
import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { Value } from '../../records.ts';
import { setMember } from '../as-written.ts';
import { keyText } from '../key-text.ts';
import { leafValueOf, type ReadValue } from './leaf-value.ts';

export type ElementOf = (node: SchemaTree) => SchemaElement;

// Each level takes a call of its own.
const mostLevels = 100;

/** What a node's values are, of those that hyparquet has read without knowing of lists and maps: to it all groups are structs. */
export function nodeValueOf(node: SchemaTree, elementOf: ElementOf): ReadValue {
  if (node.path.length > mostLevels) throw new ParquetFault(`its columns are more than ${mostLevels} levels deep`);
  const each = orNull(eachOf(node, elementOf));
  return node.element.repetition_type === 'REPEATED' ? listOf(each) : each;
}

/** Of one of the values where there are several. */
function eachOf(node: SchemaTree, elementOf: ElementOf): ReadValue {
  const element = elementOf(node);
  if (node.children.length === 0) return leafValueOf(element);
  const [repeated] = node.children;
  const isList = says(element, ['LIST']);
  if (repeated !== undefined && isList && isRepeated(repeated))
    return within(repeated, elementsOf(node, repeated, elementOf));
  if (repeated !== undefined && says(element, ['MAP', 'MAP_KEY_VALUE']) && isRepeated(repeated)) {
    const entries = entriesOf(repeated, elementOf);
    if (entries !== undefined) return within(repeated, entries);
  }
  return structOf(node, elementOf);
}

function says({ converted_type: converted, logical_type: logical }: SchemaElement, types: readonly string[]): boolean {
  return types.includes(converted ?? '') || types.includes(logical?.type ?? '');
}

function isRepeated({ element }: SchemaTree): boolean {
  return element.repetition_type === 'REPEATED';
}

/** Old writers have lists of two levels: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#backward-compatibility-rules */
function elementsOf(list: SchemaTree, repeated: SchemaTree, elementOf: ElementOf): ReadValue {
  const [element, ...others] = repeated.children;
  const { name } = elementOf(repeated);
  const isElement =
    element === undefined ||
    others.length > 0 ||
    isRepeated(element) ||
    name === 'array' ||
    name === `${elementOf(list).name}_tuple`;
  if (isElement) return listOf(orNull(eachOf(repeated, elementOf)));
  return listOf(within(element, nodeValueOf(element, elementOf)));
}

/** Undefined where they have no keys. */
function entriesOf(repeated: SchemaTree, elementOf: ElementOf): ReadValue | undefined {
  const [key, value] = repeated.children;
  if (key === undefined) return undefined;
  const readKey = within(key, nodeValueOf(key, elementOf));
  const readValue: ReadValue = value === undefined ? () => null : within(value, nodeValueOf(value, elementOf));
  return (read) => {
    const map: Record<string, Value> = {};
    for (const entry of isList(read) ? read : []) setMember(map, keyText(readKey(entry)), readValue(entry));
    return map;
  };
}

function structOf(node: SchemaTree, elementOf: ElementOf): ReadValue {
  const fields = node.children.map((child) => ({
    name: elementOf(child).name,
    value: within(child, nodeValueOf(child, elementOf)),
  }));
  return (read) => {
    const struct: Record<string, Value> = {};
    for (const { name, value } of fields) setMember(struct, name, value(read));
    return struct;
  };
}

/** Of what a group's child is. */
function within({ element: { name } }: SchemaTree, value: ReadValue): ReadValue {
  return (read) => value(isGroup(read) ? read[name] : null);
}

/** What is repeated is there where the group is that it is in; of leaves without a value hyparquet makes null. */
function listOf(each: ReadValue): ReadValue {
  return (read) => (isList(read) ? read.map(each) : []);
}

function orNull(value: ReadValue): ReadValue {
  return (read) => (read === null || read === undefined ? null : value(read));
}

function isGroup(read: unknown): read is Readonly<Record<string, unknown>> {
  return typeof read === 'object' && read !== null;
}

function isList(read: unknown): read is readonly unknown[] {
  return Array.isArray(read);
}
