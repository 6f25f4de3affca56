import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { nameNulls } from './yaml-nulls.ts';

/** A declaration file is not what it has to be; the message has a line per mistake: `file:line:column: path: what`. */
class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}

/** Reads YAML by a schema; throws DeclarationError that lists each mistake with its place. An empty file is `{}`. */
export function readYamlFile<S extends z.ZodType>(file: string, text: string, schema: S): z.infer<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number, what: string): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}: ${what}`;
  };
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    at(pos[0], message.split(' at line ')[0] ?? message),
  );
  if (broken.length > 0) throw new DeclarationError(broken.join('\n'));
  nameNulls(document);
  const read = schema.safeParse(document.toJS() ?? {});
  if (read.success) return read.data;
  const mistakes = read.error.issues.flatMap((issue) =>
    placesOf(issue).map(({ path, message }) =>
      at(offsetOf(document, path), `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`),
    ),
  );
  throw new DeclarationError(mistakes.join('\n'));
}

type Place = { readonly path: readonly PropertyKey[]; readonly message: string };

/** A key too many is a mistake at that key, not at what holds it. */
function placesOf(issue: z.core.$ZodIssue): readonly Place[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'there is no such setting' }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  }
  return [{ path: issue.path, message: issue.message }];
}

/** Where the key of a path stands, or the element of a list; of what is not there, what should hold it. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = keyOffset(document, path.slice(0, length)) ?? startOf(document.getIn(path.slice(0, length), true));
    if (offset !== undefined) return offset;
  }
  return startOf(document.contents) ?? 0;
}

function keyOffset(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(holder)) return undefined;
  const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return startOf(pair?.key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
