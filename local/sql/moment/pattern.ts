/** One piece of a date pattern, Joda's or MySQL's. Numbers are written with at least `width` digits and read with at most `most`. */
export type Piece =
  | { readonly is: 'literal'; readonly text: string }
  | { readonly is: 'number'; readonly field: NumberField; readonly width: number; readonly most: number }
  | { readonly is: 'two-digit year'; readonly first: number }
  | { readonly is: 'fraction'; readonly width: number; readonly most: number }
  | { readonly is: 'text'; readonly field: TextField; readonly full: boolean }
  | { readonly is: 'zone'; readonly form: 'offset' | 'colon' | 'id' };

export type NumberField =
  | 'year'
  | 'weekyear'
  | 'week'
  | 'month'
  | 'day'
  | 'dayOfWeek'
  | 'dayOfYear'
  | 'hour'
  | 'hour11'
  | 'hour12'
  | 'hour24'
  | 'minute'
  | 'second'
  | 'century';

export type TextField = 'month' | 'dayOfWeek' | 'halfday' | 'era';

/** MySQL's pattern, as date_format and date_parse take it; a text: what is not supported in it. */
export function mysqlPattern(pattern: string): readonly Piece[] | string {
  const pieces: Piece[] = [];
  // A % at the end is none.
  for (const [found, letter] of pattern.matchAll(/%([\s\S])|[^%]+/g)) {
    if (letter === undefined) {
      pieces.push({ is: 'literal', text: found });
      continue;
    }
    if ('DUuVwX'.includes(letter)) return `%${letter} not supported in date format string`;
    pieces.push(...(mysqlPieces[letter] ?? [{ is: 'literal', text: letter }]));
  }
  return pieces.length === 0 ? 'Both printing and parsing not supported' : pieces;
}

function number(field: NumberField, width: number, most: number): Piece {
  return { is: 'number', field, width, most };
}

const colon: Piece = { is: 'literal', text: ':' };
const clock = (hour: Piece): readonly Piece[] => [hour, colon, number('minute', 2, 2), colon, number('second', 2, 2)];

const mysqlPieces: Readonly<Record<string, readonly Piece[]>> = {
  a: [{ is: 'text', field: 'dayOfWeek', full: false }],
  b: [{ is: 'text', field: 'month', full: false }],
  c: [number('month', 1, 2)],
  d: [number('day', 2, 2)],
  e: [number('day', 1, 2)],
  f: [{ is: 'fraction', width: 6, most: 9 }],
  H: [number('hour', 2, 2)],
  h: [number('hour12', 2, 2)],
  I: [number('hour12', 2, 2)],
  i: [number('minute', 2, 2)],
  j: [number('dayOfYear', 3, 3)],
  k: [number('hour', 1, 2)],
  l: [number('hour12', 1, 2)],
  M: [{ is: 'text', field: 'month', full: true }],
  m: [number('month', 2, 2)],
  p: [{ is: 'text', field: 'halfday', full: false }],
  r: [...clock(number('hour12', 2, 2)), { is: 'literal', text: ' ' }, { is: 'text', field: 'halfday', full: false }],
  S: [number('second', 2, 2)],
  s: [number('second', 2, 2)],
  T: clock(number('hour', 2, 2)),
  v: [number('week', 2, 2)],
  W: [{ is: 'text', field: 'dayOfWeek', full: true }],
  x: [number('weekyear', 4, 4)],
  Y: [number('year', 4, 4)],
  y: [{ is: 'two-digit year', first: 1970 }],
  '%': [{ is: 'literal', text: '%' }],
};

/** Joda's pattern, as format_datetime and parse_datetime take it; a text: why it is none. */
export function jodaPattern(pattern: string): readonly Piece[] | string {
  const tokens = pattern.match(/([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z']+/g) ?? [];
  if (tokens.join('') !== pattern || pattern === '') return `Invalid pattern specification: ${pattern}`;
  const pieces: Piece[] = [];
  for (const [index, token] of tokens.entries()) {
    const piece = jodaPiece(token, isNumeric(tokens[index + 1] ?? ''));
    if (!piece) return `Illegal pattern component: ${token}`;
    pieces.push(piece);
  }
  return pieces;
}

function isNumeric(token: string): boolean {
  return /^[YxywedDKhHkmsSC]/.test(token) || /^M{1,2}$/.test(token);
}

const jodaNumbers: Readonly<Record<string, readonly [NumberField, number]>> = {
  w: ['week', 2],
  e: ['dayOfWeek', 1],
  D: ['dayOfYear', 3],
  d: ['day', 2],
  K: ['hour11', 2],
  h: ['hour12', 2],
  H: ['hour', 2],
  k: ['hour24', 2],
  m: ['minute', 2],
  s: ['second', 2],
  C: ['century', 9],
};

function jodaPiece(token: string, beforeNumber: boolean): Piece | undefined {
  const letter = token[0] ?? '';
  const count = token.length;
  const plain = jodaNumbers[letter];
  if (plain) return number(plain[0], count, Math.max(plain[1], 1));
  if (letter === "'") return { is: 'literal', text: token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'") };
  if (!/[A-Za-z]/.test(letter)) return { is: 'literal', text: token };
  if ('yYx'.includes(letter)) return jodaYear(letter, count, beforeNumber);
  return jodaText(letter, count);
}

function jodaYear(letter: string, count: number, beforeNumber: boolean): Piece {
  if (count === 2) return { is: 'two-digit year', first: new Date().getUTCFullYear() - 80 };
  return number(letter === 'x' ? 'weekyear' : 'year', count, beforeNumber ? count : 9);
}

function jodaText(letter: string, count: number): Piece | undefined {
  switch (letter) {
    case 'M':
      return count >= 3 ? { is: 'text', field: 'month', full: count > 3 } : number('month', count, 2);
    case 'E':
      return { is: 'text', field: 'dayOfWeek', full: count > 3 };
    case 'a':
      return { is: 'text', field: 'halfday', full: false };
    case 'G':
      return { is: 'text', field: 'era', full: false };
    case 'S':
      return { is: 'fraction', width: count, most: count };
    case 'Z':
      return { is: 'zone', form: count === 1 ? 'offset' : count === 2 ? 'colon' : 'id' };
    default:
      return undefined;
  }
}
