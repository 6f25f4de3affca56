import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type * as z from 'zod';
import { brokenYaml } from './yaml-broken.ts';
import { nameNulls } from './yaml-nulls.ts';

/** A declaration file is not what it has to be; the message has a line per mistake: `file:line:column: path: what`. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}

type Path = readonly PropertyKey[];

/** What a file says, and where it says it. */
export type PlacedYaml<T> = {
  readonly data: T;
  /** `file:line:column` of the setting at a path; of one that is not there, of what should hold it. */
  readonly at: (path: Path) => string;
  /** A value as it is written, and where it begins; undefined of one that is not there. */
  readonly written: (path: Path) => Written | undefined;
};

/** Line and column begin at 1. */
export type Written = { readonly text: string; readonly line: number; readonly column: number };

/** Reads YAML by a schema; throws DeclarationError that lists each mistake with its place. An empty file is `{}`. */
export function readYamlFile<S extends z.ZodType>(file: string, text: string, schema: S): z.infer<S> {
  return readPlacedYaml(file, text, schema).data;
}

/** As readYamlFile, for those who find more mistakes in what is read. */
export function readPlacedYaml<S extends z.ZodType>(file: string, text: string, schema: S): PlacedYaml<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: true });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const broken = [
    ...brokenYaml(document).map(({ offset, message }) => `${place(offset)}: ${oneLine(message)}`),
    ...keysThatAreNoWords(document).map((offset) => `${place(offset)}: the name of a setting is a word`),
  ];
  if (broken.length > 0) throw new DeclarationError(broken.join('\n'));
  nameNulls(document);
  const at = (path: Path) => place(offsetOf(document, path));
  const read = schema.safeParse(putTogether(document, place) ?? {});
  if (!read.success) throw new DeclarationError(mistakesOf(read.error, at).join('\n'));
  return { data: read.data, at, written: (path) => writtenAt({ document, lines, text }, path) };
}

/** Names of nodes that are not there, or that make more of a text than there could be, are found when it is put together. */
function putTogether(document: Document.Parsed, place: (offset: number) => string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new DeclarationError(`${place(startOf(document.contents) ?? 0)}: ${oneLine(error.message)}`);
  }
}

function mistakesOf({ issues }: z.ZodError, at: (path: Path) => string): readonly string[] {
  return issues.flatMap((issue) =>
    placesOf(issue).map(
      ({ path, message }) =>
        `${at(path)}: ${path.length === 0 ? '' : `${oneLine(path.join('.'))}: `}${oneLine(worded(message))}`,
    ),
  );
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
  undefined: 'nothing',
};

/** What zod says of types where a schema has no words of its own. */
function worded(message: string): string {
  const [, expected = '', received = ''] = /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? [];
  const wanted = words[expected];
  if (wanted === undefined) return message;
  const isPlain = expected === 'string' && ['number', 'boolean'].includes(received);
  return `${wanted} is expected, not ${words[received] ?? received}${isPlain ? ': put it in quotes' : ''}`;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** Where a list or a map stands as a key. */
function keysThatAreNoWords(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (isCollection(key)) offsets.push(startOf(key) ?? 0);
    },
  });
  return offsets;
}

type Source = { readonly document: Document.Parsed; readonly lines: LineCounter; readonly text: string };

function writtenAt({ document, lines, text }: Source, path: Path): Written | undefined {
  const node = document.getIn(path, true);
  const [from, to] = (isNode(node) && node.range) || [];
  if (from === undefined || to === undefined) return undefined;
  const { line, col: column } = lines.linePos(from);
  return { text: text.slice(from, to), line, column };
}

type Place = { readonly path: Path; readonly message: string };

/** A key too many is a mistake at that key, not at what holds it; a schema may have words of its own, a line for each key. */
function placesOf(issue: z.core.$ZodIssue): readonly Place[] {
  if (issue.code === 'unrecognized_keys') {
    const own = issue.message.startsWith('Unrecognized key') ? [] : issue.message.split('\n');
    return issue.keys.map((key, at) => ({
      path: [...issue.path, key],
      message: own[at] ?? 'there is no such setting',
    }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  }
  return [{ path: issue.path, message: issue.message }];
}

/** Where the key of a path stands, or the element of a list; of what is not there, what should hold it. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = keyOffset(document, path.slice(0, length)) ?? startOf(document.getIn(path.slice(0, length), true));
    if (offset !== undefined) return offset;
  }
  return startOf(document.contents) ?? 0;
}

function keyOffset(document: Document.Parsed, path: Path): number | undefined {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(holder)) return undefined;
  const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return startOf(pair?.key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
