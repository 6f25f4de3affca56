type Reader = { readonly text: string; at: number; readonly flags: readonly { readonly caseless: boolean }[] };

type Escape = { readonly length: number; readonly text: string };

const WORD = '\\p{L}\\p{M}\\p{N}\\p{Pc}';

/** A character class from its `[` on, in JavaScript's set notation (flag v). */
export function readClass(reader: Reader): string {
  const caseless = reader.flags.at(-1)?.caseless === true;
  reader.at += 1;
  const negated = reader.text[reader.at] === '^' ? '^' : '';
  reader.at += negated.length;
  const segments = [''];
  let first = true;
  while (reader.at < reader.text.length && (first || reader.text[reader.at] !== ']')) {
    if (reader.text.startsWith('&&', reader.at)) {
      reader.at += 2;
      segments.push('');
    } else segments.push(`${segments.pop() ?? ''}${member(reader, caseless)}`);
    first = false;
  }
  if (reader.at >= reader.text.length) throw new SyntaxError('premature end of char-class');
  reader.at += 1;
  const [only = ''] = segments;
  return segments.length === 1
    ? `[${negated}${only}]`
    : `[${negated}${segments.map((part) => `[${part}]`).join('&&')}]`;
}

/** One character, range, escape or class inside a class. */
function member(reader: Reader, caseless: boolean): string {
  const rest = reader.text.slice(reader.at);
  const posix = /^\[:(\^?)(\w+):\]/.exec(rest);
  if (posix)
    return skip(reader, { length: posix[0].length, text: `[${posix[1]}${posixClasses[posix[2] ?? ''] ?? ''}]` });
  if (rest.startsWith('[')) return readClass(reader);
  const from = oneCharacter(reader);
  if (from === undefined) return skip(reader, escapeText(rest, true));
  const range = /^-(?!\]|\[|&&)/.test(reader.text.slice(reader.at));
  if (!range) return both(from, caseless);
  reader.at += 1;
  const to = oneCharacter(reader);
  if (to === undefined) return `${from}\\-`;
  return `${from}-${to}${caseless && /^[a-z]$/i.test(from) && /^[a-z]$/i.test(to) ? `${swapped(from)}-${swapped(to)}` : ''}`;
}

function both(character: string, caseless: boolean): string {
  return caseless && /^\p{L}$/u.test(character) ? `${character}${swapped(character)}` : character;
}

function swapped(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}

/** A single character, escaped for a set; undefined (and nothing is taken) where an escape stands for more than one. */
function oneCharacter(reader: Reader): string | undefined {
  const rest = reader.text.slice(reader.at);
  if (rest.startsWith('\\')) {
    const found = escapeText(rest, true);
    const isSet = /^(\[|\\[pP]\{)/.test(found.text);
    return isSet ? undefined : skip(reader, found);
  }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  reader.at += character.length;
  return escaped(character);
}

function escaped(character: string): string {
  return /[\^$\\.*+?()[\]{}|/\-&!#%,:;<=>@`~]/.test(character) ? `\\${character}` : character;
}

function skip(reader: Reader, { length, text }: Escape): string {
  reader.at += length;
  return text;
}

/** One escape as JavaScript writes it, outside or inside a class. */
export function escapeText(rest: string, inClass: boolean): Escape {
  const coded = propertyEscape(rest) ?? codeEscape(rest);
  if (coded) return coded;
  const letter = rest[1] ?? '';
  const known = inClass ? classEscapes[letter] : (escapes[letter] ?? classEscapes[letter]);
  if (known !== undefined) return { length: 2, text: known };
  if (/[tnrfv1-9]/.test(letter)) return { length: 2, text: `\\${letter}` };
  const character = String.fromCodePoint(rest.codePointAt(1) ?? 92);
  return {
    length: 1 + character.length,
    text: inClass ? escaped(character) : character.replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&'),
  };
}

function propertyEscape(rest: string): Escape | undefined {
  const found = /^\\([pP])(?:\{(\^?)([\w=]+)\}|(\w))/.exec(rest);
  if (!found) return undefined;
  const negated = (found[1] === 'P') !== (found[2] === '^');
  const name = found[3] ?? found[4] ?? '';
  return { length: found[0].length, text: `\\${negated ? 'P' : 'p'}{${properties[name] ?? name.replace(/^Is/, '')}}` };
}

function codeEscape(rest: string): Escape | undefined {
  const found = /^\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4}))/.exec(rest);
  if (found) return { length: found[0].length, text: `\\u{${found[1] ?? found[2] ?? found[3] ?? ''}}` };
  const named = /^\\k<\w+>/.exec(rest)?.[0];
  return named === undefined ? undefined : { length: named.length, text: named };
}

const escapes: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: '(?=\\n?(?![\\s\\S]))',
  G: '',
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])',
  b: `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
  B: `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`,
};

const classEscapes: Readonly<Record<string, string>> = {
  a: '\\x07',
  e: '\\x1b',
  s: '[\\t-\\r \\x85\\p{Z}]',
  S: '[^\\t-\\r \\x85\\p{Z}]',
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
};

const properties: Readonly<Record<string, string>> = {
  Alpha: 'Alphabetic',
  Digit: 'Nd',
  Upper: 'Lu',
  Lower: 'Ll',
  Punct: 'P',
  Space: 'White_Space',
  Cntrl: 'Cc',
  Latin: 'Script=Latin',
  Greek: 'Script=Greek',
  Cyrillic: 'Script=Cyrillic',
  Han: 'Script=Han',
  IsAlphabetic: 'Alphabetic',
  IsLatin: 'Script=Latin',
  IsGreek: 'Script=Greek',
  IsCyrillic: 'Script=Cyrillic',
};

const posixClasses: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '\\p{Nd}',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  punct: '\\p{P}\\p{S}',
  space: '\\s',
  xdigit: '0-9A-Fa-f',
  word: WORD,
  blank: ' \\t',
  cntrl: '\\p{Cc}',
};
