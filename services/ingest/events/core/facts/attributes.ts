import { elementsOf, isArrayText, isObjectText, membersOf } from './json-text.ts';

/** How a JSON value falls apart into attributes. */
export type Shape = {
  /** How many levels of objects (and of arrays that are taken apart) become parts of a path; what lies deeper is one value. */
  readonly depth: number;
  /** The arrays whose elements are attributes of their own; `*` stands for any index. */
  readonly arrays: ReadonlySet<string>;
};

/** An attribute and its value as JSON text; `pattern` is its path with `*` for indexes. */
export type Attribute = { readonly path: string; readonly pattern: string; readonly value: string };

/** The attribute that a value is which is no object, or which cannot be taken apart. */
const wholeValue = '$';

/** Longer paths are not made: the object that holds the member stays one value. */
export const maxPathLength = 512;

/** The attributes of a value (compact JSON text): nested objects by dotted paths, an array as one value unless declared otherwise. */
export function attributesOf(json: string, shape: Shape): readonly Attribute[] {
  const attributes: Attribute[] = [];
  const open = json === '{}' ? [] : [{ path: wholeValue, pattern: wholeValue, value: json, level: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { level, ...attribute } = next;
    const parts = level < shape.depth ? partsOf(attribute, shape) : [];
    if (parts.length === 0) attributes.push(attribute);
    for (const part of parts.toReversed()) open.push({ ...part, level: level + 1 });
  }
  return attributes;
}

/** The text of what a path leads to in a value (compact JSON text), through objects only; undefined where it leads nowhere. */
export function valueAt(json: string, path: string): string | undefined {
  let value: string | undefined = json;
  for (const part of path.match(parts) ?? []) {
    if (value === undefined || !isObjectText(value)) return undefined;
    value = [...membersOf(value)].find(([key]) => partOf(key) === part)?.[1];
  }
  return value;
}

/** A path as declarations write it: parts between dots; a backslash before a character that is no mark. */
export const pathPattern = /^(?:\\[\s\S]|[^.\\])+(?:\.(?:\\[\s\S]|[^.\\])+)*$/;
const parts = /(?:\\[\s\S]|[^.\\])+/g;

/** A key as a part of a path, such that different keys make different paths. */
function partOf(key: string): string {
  return key === '' ? '\\e' : key.replace(/[\\.*$]/g, '\\$&');
}

function partsOf({ path, pattern, value }: Attribute, { arrays }: Shape): readonly Attribute[] {
  const below = (part: string, patternPart: string, text: string): Attribute =>
    path === wholeValue
      ? { path: part, pattern: patternPart, value: text }
      : { path: `${path}.${part}`, pattern: `${pattern}.${patternPart}`, value: text };
  if (isArrayText(value)) {
    return arrays.has(pattern) ? elementsOf(value).map((text, index) => below(String(index), '*', text)) : [];
  }
  if (!isObjectText(value)) return [];
  const members = [...membersOf(value)].map(([key, text]) => below(partOf(key), partOf(key), text));
  return members.some((member) => member.path.length > maxPathLength) ? [] : members;
}
