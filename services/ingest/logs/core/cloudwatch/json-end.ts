/** Where a JSON object ends (the place past it); `open`: the text ends before; `none`: what stands there is no JSON. */
export type ObjectEnd = number | 'open' | 'none';

type State = 'first key' | 'key' | 'colon' | 'value' | 'first value' | 'after';
type Token = 'string' | 'scalar' | '{' | '}' | '[' | ']' | ',' | ':';

const value = { string: 'after', scalar: 'after', '{': 'first key', '[': 'first value' } as const;
/** What may follow, and what is looked for then. A comma's state depends on what it stands in. */
const follows: Readonly<Record<State, Readonly<Partial<Record<Token, State>>>>> = {
  'first key': { string: 'colon', '}': 'after' },
  key: { string: 'colon' },
  colon: { ':': 'value' },
  value,
  'first value': { ...value, ']': 'after' },
  after: { ',': 'key', '}': 'after', ']': 'after' },
};
const closes: Readonly<Partial<Record<Token, Token>>> = { '}': '{', ']': '[' };
const punctuation: ReadonlySet<string> = new Set(['{', '}', '[', ']', ',', ':']);

/** Logs are nested less. It bounds what is looked at again where an object turns out to be none. */
const mostDepth = 32;

const notBlank = /[^ \t\r\n]/g;
// Bounded: until it is compiled, V8's regular expressions remember each character of a repetition, and overflow their stack at some 16 million.
const token = /(["{}[\],:])|[-+.\w]{1,1000}/y;
const stringStop = /["\\\n]/g;

type Scan = { at: number; state: State; readonly within: Token[] };

/** The end of the object whose brace stands at `from`, by JSON's grammar, which is violated soon where something else begins like one. */
export function endOfObject(text: string, from: number): ObjectEnd {
  const scan: Scan = { at: from, state: 'value', within: [] };
  do {
    const fault = step(text, scan);
    if (fault !== undefined) return fault;
  } while (scan.within.length > 0);
  return scan.at;
}

/** Passes one token. */
function step(text: string, scan: Scan): 'open' | 'none' | undefined {
  notBlank.lastIndex = scan.at;
  const first = notBlank.exec(text);
  if (first === null) return 'open';
  token.lastIndex = first.index;
  const found = token.exec(text);
  if (found === null) return 'none';
  const kind = kindOf(found[1]);
  const end = kind === 'string' ? endOfString(text, token.lastIndex) : token.lastIndex;
  if (typeof end !== 'number') return end;
  const next = nest(scan.within, kind) ? follows[scan.state][kind] : undefined;
  if (next === undefined) return 'none';
  scan.state = kind === ',' && scan.within.at(-1) === '[' ? 'value' : next;
  scan.at = end;
  return undefined;
}

function kindOf(mark: string | undefined): Token {
  if (mark === '"') return 'string';
  return mark !== undefined && isPunctuation(mark) ? mark : 'scalar';
}

function isPunctuation(mark: string): mark is Exclude<Token, 'string' | 'scalar'> {
  return punctuation.has(mark);
}

/** Whether what opens may still be opened, and what closes was open. */
function nest(within: Token[], kind: Token): boolean {
  if (kind === '{' || kind === '[') return within.push(kind) <= mostDepth;
  const opened = closes[kind];
  return opened === undefined || within.pop() === opened;
}

/** Past the quote that ends the string; no string goes beyond a line. */
function endOfString(text: string, from: number): ObjectEnd {
  stringStop.lastIndex = from;
  for (let found = stringStop.exec(text); found !== null; found = stringStop.exec(text)) {
    if (found[0] === '"') return stringStop.lastIndex;
    if (found[0] === '\n') return 'none';
    stringStop.lastIndex += 1;
  }
  return 'open';
}
