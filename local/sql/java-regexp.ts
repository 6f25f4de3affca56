import { escapeText, readClass } from './java-regexp-class.ts';

/** What JavaScript's engine has no counterpart of. */
export class UnsupportedPattern extends Error {}

/** A Java (Joni) pattern as a global JavaScript RegExp; undefined where it is no pattern. Throws UnsupportedPattern. */
export function javaRegexp(pattern: string): RegExp | undefined {
  const lead = /^\(\?([imsx]+)\)/.exec(pattern);
  const flags = withFlags(NO_FLAGS, (lead?.[1] ?? '').replace('i', ''));
  try {
    const source = translated(pattern.slice(lead?.[0].length ?? 0), flags);
    return new RegExp(source, lead?.[1]?.includes('i') ? 'gvi' : 'gv');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export type Flags = {
  readonly caseless: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
  readonly spaced: boolean;
};

/** `flags` has one entry for each open group. */
export type Reader = { readonly text: string; at: number; readonly flags: Flags[] };

const NO_FLAGS: Flags = { caseless: false, lines: false, dotAll: false, spaced: false };

function withFlags(flags: Flags, letters: string): Flags {
  return {
    caseless: flags.caseless || letters.includes('i'),
    lines: flags.lines || letters.includes('m'),
    dotAll: flags.dotAll || letters.includes('s'),
    spaced: flags.spaced || letters.includes('x'),
  };
}

export function currentFlags(reader: Reader): Flags {
  return reader.flags.at(-1) ?? NO_FLAGS;
}

function translated(text: string, flags: Flags): string {
  const reader: Reader = { text, at: 0, flags: [flags] };
  let out = '';
  while (reader.at < text.length) {
    const step = steps.find(({ starts }) => text.startsWith(starts, reader.at));
    out += step ? step.read(reader) : plain(reader);
  }
  return out;
}

const steps: readonly { readonly starts: string; readonly read: (reader: Reader) => string }[] = [
  { starts: '\\Q', read: quotedText },
  { starts: '\\', read: (reader) => skip(reader, escapeText(reader.text.slice(reader.at), false)) },
  { starts: '[', read: readClass },
  { starts: '.', read: (reader) => step(reader, currentFlags(reader).dotAll ? '[\\s\\S]' : '[^\\n]') },
  {
    starts: '^',
    read: (reader) => step(reader, currentFlags(reader).lines ? '(?:(?<![\\s\\S])|(?<=\\n))' : '(?<![\\s\\S])'),
  },
  {
    starts: '$',
    read: (reader) => step(reader, currentFlags(reader).lines ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))'),
  },
  { starts: '(?', read: specialGroup },
  { starts: '(', read: (reader) => opened(reader, 1, '(', '') },
  { starts: ')', read: closed },
  { starts: '{', read: brace },
];

function step(reader: Reader, text: string): string {
  return skip(reader, { length: 1, text });
}

function skip(reader: Reader, { length, text }: { readonly length: number; readonly text: string }): string {
  reader.at += length;
  return text;
}

function quotedText(reader: Reader): string {
  const found = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(reader.text.slice(reader.at));
  return skip(reader, {
    length: found?.[0].length ?? 2,
    text: (found?.[1] ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  });
}

function opened(reader: Reader, length: number, text: string, flags: string): string {
  reader.flags.push(withFlags(currentFlags(reader), flags));
  return skip(reader, { length, text });
}

function closed(reader: Reader): string {
  if (reader.flags.length > 1) reader.flags.pop();
  return step(reader, ')');
}

/** `(?i)` changes what follows in its group, `(?i:…)` what is inside; the others are JavaScript's too. */
function specialGroup(reader: Reader): string {
  const rest = reader.text.slice(reader.at);
  if (rest.startsWith('(?>')) throw new UnsupportedPattern('atomic groups');
  const inline = /^\(\?([imsx]+)([:)])/.exec(rest);
  if (/^\(\?[imsx]*-/.test(rest)) throw new UnsupportedPattern('flags that are switched off');
  if (inline?.[2] === ':') return opened(reader, inline[0].length, '(?:', inline[1] ?? '');
  if (inline) {
    reader.flags.splice(-1, 1, withFlags(currentFlags(reader), inline[1] ?? ''));
    return skip(reader, { length: inline[0].length, text: '' });
  }
  const opening = /^\(\?(?::|=|!|<=|<!|<[A-Za-z]\w*>)/.exec(rest)?.[0] ?? '(?';
  return opened(reader, opening.length, opening, '');
}

/** A brace that is no quantifier is itself. */
function brace(reader: Reader): string {
  const quantifier = /^\{\d+(?:,\d*)?\}/.exec(reader.text.slice(reader.at))?.[0];
  return quantifier === undefined
    ? step(reader, '\\{')
    : skip(reader, { length: quantifier.length, text: `${quantifier}${refusePossessive(reader, quantifier.length)}` });
}

function refusePossessive(reader: Reader, length: number): string {
  if (reader.text[reader.at + length] === '+') throw new UnsupportedPattern('possessive quantifiers');
  return '';
}

function plain(reader: Reader): string {
  const character = String.fromCodePoint(reader.text.codePointAt(reader.at) ?? 0);
  const flags = currentFlags(reader);
  if (/[*+?]/.test(character)) refusePossessive(reader, 1);
  if (flags.spaced && /\s/.test(character)) return skip(reader, { length: character.length, text: '' });
  if (character === '}' || character === ']') return step(reader, `\\${character}`);
  const text =
    flags.caseless && /\p{L}/u.test(character) ? `[${character.toLowerCase()}${character.toUpperCase()}]` : character;
  return skip(reader, { length: character.length, text });
}
