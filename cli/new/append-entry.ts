import { isCollection, isMap, type ParsedNode, parseDocument } from 'yaml';
import { UsageError } from '../usage.ts';

/** An entry of a list or map that a YAML file holds under a word: its lines as they stand below that word, without indentation. */
export type Entry = {
  readonly under: string;
  readonly lines: readonly string[];
  /** Of a map: which key it is, so that nothing is declared twice. */
  readonly key?: string;
};

/** The text with one entry more, after the last; all else, comments too, stays as it is. `added` are the new lines. */
export function appendEntry(
  file: string,
  text: string,
  { under, lines, key }: Entry,
): { readonly text: string; readonly added: string } {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken !== undefined) throw new UsageError(`${file} cannot be read: ${broken.message}`);
  const holder = document.get(under, true);
  if (isMap(holder) && key !== undefined && holder.has(key))
    throw new UsageError(`${file} has ${key} already: edit it there, or choose another name`);
  if (!isCollection(holder) || holder.items.length === 0)
    return withNewHolder(text, under, { lines, isThere: document.has(under) });
  if (holder.flow === true)
    throw new UsageError(`${file} has ${under} on one line: write an entry a line, then call again`);
  return withOneMore(text, holder.range, lines);
}

type Lines = readonly string[];

function withNewHolder(
  text: string,
  under: string,
  { lines, isThere }: { readonly lines: Lines; readonly isThere: boolean },
) {
  const added = `${under}:\n${indented(lines, 2)}`;
  // Empty, as `frontends:` or `frontends: {}`
  if (isThere) return { text: text.replace(new RegExp(`^${under}:[^\\n]*\\n?`, 'm'), () => added), added };
  return { text: `${text.trimEnd()}\n\n${added}`, added };
}

function withOneMore(text: string, range: ParsedNode['range'] | null | undefined, lines: Lines) {
  const [from = 0, to = text.length] = range ?? [];
  const lineBegins = text.lastIndexOf('\n', from - 1) + 1;
  const content = text.slice(0, to).trimEnd();
  const rest = text.slice(content.length);
  const endOfLine = rest.indexOf('\n');
  const before = content + (endOfLine < 0 ? rest : rest.slice(0, endOfLine));
  const after = endOfLine < 0 ? '' : rest.slice(endOfLine + 1);
  const isApart = /\n[ \t]*\n/.test(text.slice(from, content.length));
  const added = `${isApart ? '\n' : ''}${indented(lines, from - lineBegins)}`;
  return { text: `${before}\n${added}${after}`, added };
}

function indented(lines: Lines, by: number): string {
  return lines.map((line) => `${' '.repeat(by)}${line}\n`).join('');
}
