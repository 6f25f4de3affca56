/** A Java (Joni) pattern as a global JavaScript RegExp; undefined where it is no pattern. */
export function javaRegexp(pattern: string): RegExp | undefined {
  const { body, flags } = leadingFlags(pattern);
  try {
    return new RegExp(translated(body, flags), `gu${flags.i ? 'i' : ''}`);
  } catch {
    return undefined;
  }
}

type Flags = { readonly i: boolean; readonly m: boolean; readonly s: boolean; readonly x: boolean };

function leadingFlags(pattern: string): { readonly body: string; readonly flags: Flags } {
  const lead = /^\(\?([imsxdu]+)\)/.exec(pattern)?.[1] ?? '';
  const flags = { i: lead.includes('i'), m: lead.includes('m'), s: lead.includes('s'), x: lead.includes('x') };
  return { body: lead === '' ? pattern : pattern.slice(lead.length + 3), flags };
}

type Reader = { readonly text: string; at: number; flags: Flags; out: string };

function translated(body: string, flags: Flags): string {
  const reader: Reader = { text: body, at: 0, flags, out: '' };
  while (reader.at < body.length) {
    const step = steps.find(({ starts }) => body.startsWith(starts, reader.at));
    if (step) step.read(reader);
    else plain(reader);
  }
  return reader.out;
}

const steps: readonly { readonly starts: string; readonly read: (reader: Reader) => void }[] = [
  { starts: '\\', read: escape },
  { starts: '[', read: (reader) => emit(reader, readClass(reader)) },
  { starts: '.', read: (reader) => take(reader, 1, reader.flags.s ? '[\\s\\S]' : '[^\\n]') },
  { starts: '^', read: (reader) => take(reader, 1, reader.flags.m ? '(?:(?<![\\s\\S])|(?<=\\n))' : '(?<![\\s\\S])') },
  { starts: '$', read: (reader) => take(reader, 1, reader.flags.m ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))') },
  { starts: '(?', read: group },
];

function emit(reader: Reader, text: string): void {
  reader.out += text;
}

function take(reader: Reader, length: number, text: string): void {
  reader.at += length;
  reader.out += text;
}

/** A possessive quantifier is read as a greedy one, which matches the same wherever it does not fail. */
function plain(reader: Reader): void {
  const code = String.fromCodePoint(reader.text.codePointAt(reader.at) ?? 0);
  const possessive = code === '+' && /[*+?}]$/.test(reader.out) && /[*+?}]/.test(reader.text[reader.at - 1] ?? '');
  const comment = reader.flags.x && /\s/.test(code);
  const lonely = (code === '{' && !/^\{\d+(,\d*)?\}/.test(reader.text.slice(reader.at))) || code === ']';
  const closing = code === '}' && !/\{\d+(,\d*)?$/.test(reader.text.slice(0, reader.at));
  take(reader, code.length, possessive || comment ? '' : lonely || closing ? `\\${code}` : code);
}

/** `(?i)` inside a pattern and `(?i:…)` change what follows; case may only be changed for a whole group. */
function group(reader: Reader): void {
  const rest = reader.text.slice(reader.at);
  const inner = /^\(\?([imsx]+)\)/.exec(rest);
  if (inner) {
    const more = inner[1] ?? '';
    const added = more.includes('i') && !reader.flags.i;
    reader.flags = {
      i: reader.flags.i || more.includes('i'),
      m: reader.flags.m || more.includes('m'),
      s: reader.flags.s || more.includes('s'),
      x: reader.flags.x || more.includes('x'),
    };
    const end = added ? closeOf(rest, inner[0].length) : 0;
    take(reader, inner[0].length, '');
    if (added) caseless(reader, end - inner[0].length);
    return;
  }
  const scoped = /^\(\?([imsx]+):/.exec(rest);
  if (!scoped) return take(reader, rest.startsWith('(?>') ? 3 : 2, rest.startsWith('(?>') ? '(?:' : '(?');
  take(reader, scoped[0].length, '(?:');
  if (scoped[1]?.includes('i')) caseless(reader, closeOf(rest, scoped[0].length) - scoped[0].length);
}

/** The next `length` characters, letters in both cases. */
function caseless(reader: Reader, length: number): void {
  const end = reader.at + length;
  const inside = translated(reader.text.slice(reader.at, end), { ...reader.flags, i: true });
  reader.at = end;
  reader.out += inside.replace(/\\.|\[[^\]]*\]|\p{L}/gu, (part) => bothCases(part));
}

function bothCases(part: string): string {
  if (part.startsWith('\\')) return part;
  if (part.startsWith('['))
    return `${part.slice(0, -1)}${part
      .slice(1, -1)
      .replace(/\\.|\^/g, '')
      .toUpperCase()}${part
      .slice(1, -1)
      .replace(/\\.|\^/g, '')
      .toLowerCase()}]`;
  return `[${part.toLowerCase()}${part.toUpperCase()}]`;
}

/** Where the group that is open at `from` ends. */
function closeOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth < 0) return at;
  }
  return text.length;
}

function escape(reader: Reader): void {
  const rest = reader.text.slice(reader.at);
  const quotedText = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
  if (quotedText)
    return take(reader, quotedText[0].length, (quotedText[1] ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const { length, text } = escapeText(rest, false);
  take(reader, length, text);
}

/** One escape, as JavaScript writes it, outside or inside a class. */
export function escapeText(rest: string, inClass: boolean): { readonly length: number; readonly text: string } {
  const property = /^\\([pP])(?:\{\^?([\w=]+)\}|(\w))/.exec(rest);
  if (property)
    return { length: property[0].length, text: `\\${property[1]}{${propertyName(property[2] ?? property[3] ?? '')}}` };
  const hexadecimal = /^\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4}))/.exec(rest);
  if (hexadecimal)
    return { length: hexadecimal[0].length, text: `\\u{${hexadecimal[1] ?? hexadecimal[2] ?? hexadecimal[3] ?? ''}}` };
  const letter = rest[1] ?? '';
  const named = /^\\k<(\w+)>/.exec(rest);
  if (named) return { length: named[0].length, text: named[0] };
  const known = inClass ? classEscapes[letter] : (escapes[letter] ?? classEscapes[letter]);
  if (known !== undefined) return { length: 2, text: known };
  if (/[bBdDwWsStnrfv1-9]/.test(letter)) return { length: 2, text: `\\${letter}` };
  const character = String.fromCodePoint(rest.codePointAt(1) ?? 92);
  return {
    length: 1 + character.length,
    text: /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character === '-' && !inClass ? 'x2d' : character}` : character,
  };
}

const escapes: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: '(?=\\n?(?![\\s\\S]))',
  G: '',
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])',
};

const classEscapes: Readonly<Record<string, string>> = {
  a: '\\x07',
  e: '\\x1b',
  h: '[0-9A-Fa-f]',
  s: '[ \\t\\n\\v\\f\\r]',
  S: '[^ \\t\\n\\v\\f\\r]',
  w: '[\\p{L}\\p{M}\\p{N}\\p{Pc}]',
  W: '[^\\p{L}\\p{M}\\p{N}\\p{Pc}]',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
};

function propertyName(name: string): string {
  return properties[name] ?? name.replace(/^Is/, '');
}

const properties: Readonly<Record<string, string>> = {
  Alpha: 'Alphabetic',
  Digit: 'Nd',
  Alnum: 'Alphabetic',
  Upper: 'Lu',
  Lower: 'Ll',
  Punct: 'P',
  Space: 'White_Space',
  ASCII: 'ASCII',
  Cntrl: 'Cc',
  IsAlphabetic: 'Alphabetic',
  IsLatin: 'Script=Latin',
  IsGreek: 'Script=Greek',
  IsCyrillic: 'Script=Cyrillic',
  L: 'L',
  Han: 'Script=Han',
};

const posix: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  punct: '\\p{P}\\p{S}',
  space: '\\s',
  xdigit: '0-9A-Fa-f',
  word: '\\p{L}\\p{N}_',
  blank: ' \\t',
  cntrl: '\\p{Cc}',
};

/** A character class; unions are written out, an intersection (&&) with a negated class becomes a lookahead. */
function readClass(reader: Reader): string {
  reader.at += 1;
  let negated = '';
  if (reader.text[reader.at] === '^') {
    negated = '^';
    reader.at += 1;
  }
  let inside = '';
  let only = '';
  let first = true;
  while (reader.at < reader.text.length && (first || reader.text[reader.at] !== ']')) {
    const rest = reader.text.slice(reader.at);
    first = false;
    if (rest.startsWith('&&')) {
      reader.at += 2;
      only = classBody(readIntersected(reader));
    } else inside += member(reader, rest);
  }
  reader.at += 1;
  const set = inside === '' && negated === '' ? '[\\s\\S]' : `[${negated}${inside}]`;
  return only === '' ? set : `(?:(?=${only})${set})`;
}

function readIntersected(reader: Reader): string {
  if (reader.text[reader.at] === '[') return readClass(reader);
  let inside = '';
  while (reader.at < reader.text.length && reader.text[reader.at] !== ']')
    inside += member(reader, reader.text.slice(reader.at));
  return `[${inside}]`;
}

function classBody(text: string): string {
  return text;
}

function member(reader: Reader, rest: string): string {
  const named = /^\[:(\^?)(\w+):\]/.exec(rest);
  if (named) {
    reader.at += named[0].length;
    return posix[named[2] ?? ''] ?? '';
  }
  if (rest.startsWith('[')) return readClass(reader).replace(/^\[(?!\^)|\]$/g, '');
  if (rest.startsWith('\\')) {
    const { length, text } = escapeText(rest, true);
    reader.at += length;
    return text
      .replace(/^\[(?!\^)([\s\S]*)\]$/, '$1')
      .replace(/^\[\^ [\s\S]*\]$/, '\\S')
      .replace(/^\[\^\\p[\s\S]*\]$/, '\\W');
  }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  reader.at += character.length;
  return /[()[\]{}/|]/.test(character) ? `\\${character}` : character;
}

/** The parts of a replacement: text, a group's number, or a group's name. */
export function javaReplacement(
  replacement: string,
  groups: number,
  names: readonly string[],
): readonly (string | number | { readonly name: string })[] {
  const parts: (string | number | { readonly name: string })[] = [];
  const token = /\\([\s\S])|\$\{(\w+)\}|\$(\d+)|([^\\$]+)|([\\$])/g;
  for (const found of replacement.matchAll(token)) {
    const [, escaped, name, digits, plainText] = found;
    if (escaped !== undefined) parts.push(escaped);
    else if (plainText !== undefined) parts.push(plainText);
    else if (name !== undefined && names.includes(name)) parts.push({ name });
    else if (digits !== undefined) parts.push(...groupReference(digits, groups));
    else throw new Error(`TRINO|INVALID_FUNCTION_ARGUMENT|Illegal replacement sequence: ${replacement}|TRINO`);
  }
  return parts;
}

/** As many digits as make a group that there is; the others are text. */
function groupReference(digits: string, groups: number): readonly (string | number)[] {
  if (Number(digits[0]) > groups)
    throw new Error(`TRINO|INVALID_FUNCTION_ARGUMENT|Illegal replacement sequence: unknown group ${digits}|TRINO`);
  let length = 1;
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groups) length += 1;
  const rest = digits.slice(length);
  return rest === '' ? [Number(digits.slice(0, length))] : [Number(digits.slice(0, length)), rest];
}
