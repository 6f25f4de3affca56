/** A type as a tree: what is within it has names, or `element`, `key`, `value`. */
export type TypeTree = {
  /** `bigint`, `decimal(12,2)`, `struct`, `array`, `map`. */
  readonly type: string;
  readonly within: readonly { readonly name: string; readonly tree: TypeTree }[];
};

/** Reads a type as Hive writes it, `array<struct<a:int,b:map<string,bigint>>>`; what is no such type is one without anything within. */
export function typeTree(text: string): TypeTree {
  const [, kind = '', inner = ''] = /^\s*(struct|array|map|uniontype)\s*<(.*)>\s*$/is.exec(text) ?? [];
  const parts = kind === '' ? undefined : splitTop(inner);
  if (parts === undefined) return { type: text.trim(), within: [] };
  const type = kind.toLowerCase();
  return { type, within: parts.map((part, at) => memberOf(type, part, at)) };
}

const mapNames = ['key', 'value'];

function memberOf(type: string, part: string, at: number): TypeTree['within'][number] {
  if (type === 'struct') {
    const colon = part.indexOf(':');
    return { name: part.slice(0, colon).trim(), tree: typeTree(part.slice(colon + 1)) };
  }
  return { name: type === 'map' ? (mapNames[at] ?? '') : 'element', tree: typeTree(part) };
}

const steps: Readonly<Record<string, number>> = { '<': 1, '(': 1, '>': -1, ')': -1 };

/** The parts between the commas that are in no brackets; undefined where these do not match. */
function splitTop(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, letter] of [...text.matchAll(/[<>(),]/g)].map((found) => [found.index, found[0]] as const)) {
    depth += steps[letter] ?? 0;
    if (depth < 0) return undefined;
    if (letter !== ',' || depth > 0) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return depth === 0 ? [...parts, text.slice(from)] : undefined;
}

/** A type in a few words: `array of struct`. */
export function shortType({ type, within }: TypeTree): string {
  const [first] = within;
  if (type === 'array' && first !== undefined) return `array of ${shortType(first.tree)}`;
  const value = within[1];
  if (type === 'map' && first !== undefined && value !== undefined)
    return `map of ${shortType(first.tree)} to ${shortType(value.tree)}`;
  return type;
}

/** What is within a type, past lists of it: the fields that a reader wants to see. */
export function fieldsWithin({ type, within }: TypeTree): TypeTree['within'] {
  if (type === 'struct') return within;
  return within.flatMap(({ tree }) => fieldsWithin(tree));
}
