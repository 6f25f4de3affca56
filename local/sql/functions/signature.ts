import { scalarKinds } from '../scalar-kinds.ts';
import type { ScalarKind } from '../type.ts';
import { signatureLines } from './signatures.ts';

/** A type as a signature writes it; `variable` stands for any type, letters for lengths, precisions and scales. */
export type Pattern =
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'scalar'; readonly kind: ScalarKind }
  | { readonly is: 'sized'; readonly kind: 'varchar' | 'char'; readonly length: string | undefined }
  | { readonly is: 'decimal'; readonly precision: string; readonly scale: string }
  | { readonly is: 'timed'; readonly kind: 'time' | 'timestamp' | 'timestamptz' | 'timetz'; readonly precision: string }
  | { readonly is: 'array'; readonly element: Pattern }
  | { readonly is: 'map'; readonly key: Pattern; readonly value: Pattern }
  | { readonly is: 'row'; readonly fields: readonly Pattern[] }
  | { readonly is: 'function'; readonly parameters: readonly Pattern[]; readonly result: Pattern }
  /** A type that the local cloud has not. */
  | { readonly is: 'foreign'; readonly name: string };

export type Signature = {
  readonly name: string;
  readonly arguments: readonly Pattern[];
  readonly result: Pattern;
  readonly kind: 'scalar' | 'aggregate' | 'window';
};

/** The signatures of a function, by its name in lower case; empty: Trino has no such function. */
export function signaturesOf(name: string): readonly Signature[] {
  return index().get(name) ?? [];
}

let signatures: ReadonlyMap<string, readonly Signature[]> | undefined;

function index(): ReadonlyMap<string, readonly Signature[]> {
  if (signatures) return signatures;
  const byName = new Map<string, Signature[]>();
  for (const line of signatureLines.trim().split('\n')) {
    const signature = readSignature(line);
    const same = byName.get(signature.name);
    if (same) same.push(signature);
    else byName.set(signature.name, [signature]);
  }
  signatures = byName;
  return byName;
}

function readSignature(line: string): Signature {
  const [name = '', args = '', result = '', kind = ''] = line.split('|');
  return {
    name,
    arguments: splitTop(args).map(readPattern),
    result: readPattern(result),
    kind: kind === 'aggregate' || kind === 'window' ? kind : 'scalar',
  };
}

/** Splits at commas that are in no parentheses. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  for (const piece of text.split(',')) {
    const last = parts.at(-1);
    if (last !== undefined && !isBalanced(last)) parts[parts.length - 1] = `${last},${piece}`;
    else parts.push(piece);
  }
  return text.trim() === '' ? [] : parts.map((part) => part.trim());
}

function isBalanced(text: string): boolean {
  return text.split('(').length === text.split(')').length;
}

function readPattern(text: string): Pattern {
  const scalar = scalars.get(text);
  if (scalar) return { is: 'scalar', kind: scalar };
  const call = /^(\w+)\((.*)\)( with time zone)?$/.exec(text);
  if (call) return readCall(call[1] ?? '', splitTop(call[2] ?? ''), call[3] !== undefined);
  if (text === 'varchar' || text === 'joniregexp' || text === 'jsonpath' || text === 'codepoints')
    return { is: 'sized', kind: 'varchar', length: undefined };
  if (/^[A-Za-z]\d?$/.test(text)) return { is: 'variable', name: text };
  return { is: 'foreign', name: text };
}

function readCall(name: string, parts: readonly string[], zoned: boolean): Pattern {
  const [first = '', second = ''] = parts;
  switch (name) {
    case 'varchar':
    case 'char':
      return { is: 'sized', kind: name, length: first };
    case 'decimal':
      return { is: 'decimal', precision: first, scale: second };
    case 'time':
    case 'timestamp':
      return { is: 'timed', kind: zoned ? `${name}tz` : name, precision: first };
    case 'array':
      return { is: 'array', element: readPattern(first) };
    case 'map':
      return { is: 'map', key: readPattern(first), value: readPattern(second) };
    case 'row':
      return { is: 'row', fields: parts.map((part) => readPattern(part.replace(/^"\w+" /, ''))) };
    case 'function': {
      const patterns = parts.map(readPattern);
      return {
        is: 'function',
        parameters: patterns.slice(0, -1),
        result: patterns.at(-1) ?? { is: 'foreign', name: 'nothing' },
      };
    }
    default:
      return { is: 'foreign', name };
  }
}

const scalars: ReadonlyMap<string, ScalarKind> = new Map<string, ScalarKind>([
  ...scalarKinds,
  ['interval day to second', 'interval day to second'],
  ['interval year to month', 'interval year to month'],
]);
