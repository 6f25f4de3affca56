import { delimiterOf } from './csv.ts';
import { afterBlanks, endOfValue } from './json-scan.ts';
import { isJson } from './json-values.ts';

/** What a file is by its first bytes, beside text. */
const marks: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['Parquet', [0x50, 0x41, 0x52, 0x31]],
  ['gzip', [0x1f, 0x8b]],
  ['Avro', [0x4f, 0x62, 0x6a, 0x01]],
  ['ORC', [0x4f, 0x52, 0x43]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
];

/** `Parquet`, `gzip`, … by the first bytes; undefined for all else, as text. */
export function binaryKindOf(bytes: Uint8Array): string | undefined {
  return marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
}

export type TextKind = 'JSON' | 'CSV' | 'text';

/** What a text is by what it holds; the name decides only where a file of one column, or of one row, says nothing. */
export function textKindOf(
  text: string,
  { name, isWhole }: { readonly name: string; readonly isWhole: boolean },
): TextKind {
  if (beginsJson(text, isWhole)) return 'JSON';
  const isNamed = /\.(?:csv|tsv)(?:\.gz)?$/i.test(name);
  return isNamed || delimiterOf(text) !== undefined ? 'CSV' : 'text';
}

function beginsJson(text: string, isWhole: boolean): boolean {
  const at = afterBlanks(text, text[0] === '\u001e' ? 1 : 0);
  if (text[at] !== '{' && text[at] !== '[') return false;
  const end = endOfValue(text, at);
  if (end !== -1 && isJson(text.slice(at, end))) return true;
  const line = text.indexOf('\n', at);
  // One line that is damaged does not make a file something else.
  if (end !== -1 || (isWhole && line !== -1)) return text[at] === '{' && text[afterBlanks(text, at + 1)] === '"';
  return /^(?:\{\s*["}]|\[\s*[[{"\]\d-])/.test(text.slice(at, at + 200));
}
