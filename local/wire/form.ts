import type { NormalizedSchema } from '@smithy/core/schema';
import { readQueryText } from './text.ts';

type Tree = { text?: string; readonly children: Map<string, Tree> };

/** Reads the query protocol's form (`Tags.member.1.Key=…`) by the input's schema. */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): Record<string, unknown> {
  const root: Tree = { children: new Map() };
  for (const [name, text] of form) plant(root, name.split('.'), text);
  return readStruct(schema, root);
}

function plant(tree: Tree, path: readonly string[], text: string): void {
  let at = tree;
  for (const step of path) {
    const next = at.children.get(step) ?? { children: new Map() };
    at.children.set(step, next);
    at = next;
  }
  at.text = text;
}

function readValue(schema: NormalizedSchema, tree: Tree): unknown {
  if (schema.isListSchema()) return readList(schema, tree);
  if (schema.isMapSchema()) return readMap(schema, tree);
  if (schema.isStructSchema()) return readStruct(schema, tree);
  return readQueryText(schema, tree.text ?? '');
}

function readStruct(schema: NormalizedSchema, tree: Tree): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const wireName = member.getMergedTraits().xmlName;
    const child = tree.children.get(typeof wireName === 'string' ? wireName : name);
    if (child !== undefined) struct[name] = readValue(member, child);
  }
  return struct;
}

function readList(schema: NormalizedSchema, tree: Tree): unknown[] {
  const items = tree.children.get('member')?.children ?? tree.children;
  return inOrder(items).map((item) => readValue(schema.getValueSchema(), item));
}

function readMap(schema: NormalizedSchema, tree: Tree): Record<string, unknown> {
  const entries = tree.children.get('entry')?.children ?? tree.children;
  const map: Record<string, unknown> = {};
  const keyName = String(schema.getKeySchema().getMergedTraits().xmlName ?? 'key');
  const valueName = String(schema.getValueSchema().getMergedTraits().xmlName ?? 'value');
  for (const entry of inOrder(entries)) {
    const value = entry.children.get(valueName);
    if (value !== undefined) map[entry.children.get(keyName)?.text ?? ''] = readValue(schema.getValueSchema(), value);
  }
  return map;
}

function inOrder(items: ReadonlyMap<string, Tree>): readonly Tree[] {
  return [...items].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, tree]) => tree);
}
