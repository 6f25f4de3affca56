/** A comparison of what a selector finds: `undefined` where it finds nothing. */
type Found = (value: unknown) => boolean;

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'test'; readonly selector: string; readonly holds: Found };

const token = /\s*(&&|\|\||[()]|!=|<=|>=|=|<|>|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)*%|[^\s()=<>!&|"%]+)/y;

/** Reads `a = 1 && (b != "x" || c NOT EXISTS)`; throws with the place of what it cannot read. */
export function readCondition(text: string): Condition {
  const tokens = tokenize(text);
  const cursor: Cursor = { tokens, at: 0 };
  const condition = readOr(cursor);
  if (cursor.at < tokens.length) throw new Error(`unexpected ${tokens[cursor.at]}`);
  return condition;
}

export function holds(condition: Condition, select: (selector: string) => unknown): boolean {
  if (condition.kind === 'test') return condition.holds(select(condition.selector));
  const left = holds(condition.left, select);
  return condition.kind === 'and' ? left && holds(condition.right, select) : left || holds(condition.right, select);
}

type Cursor = { readonly tokens: readonly string[]; at: number };

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; text.slice(at).trim() !== ''; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match?.[1] === undefined) throw new Error(`cannot read ${text.slice(at, at + 20)}`);
    tokens.push(match[1]);
  }
  return tokens;
}

function next(cursor: Cursor): string {
  const found = cursor.tokens[cursor.at];
  if (found === undefined) throw new Error('the expression ends too early');
  cursor.at += 1;
  return found;
}

function readOr(cursor: Cursor): Condition {
  let left = readAnd(cursor);
  while (cursor.tokens[cursor.at] === '||') {
    cursor.at += 1;
    left = { kind: 'or', left, right: readAnd(cursor) };
  }
  return left;
}

function readAnd(cursor: Cursor): Condition {
  let left = readTest(cursor);
  while (cursor.tokens[cursor.at] === '&&') {
    cursor.at += 1;
    left = { kind: 'and', left, right: readTest(cursor) };
  }
  return left;
}

function readTest(cursor: Cursor): Condition {
  const first = next(cursor);
  if (first === '(') {
    const inner = readOr(cursor);
    if (next(cursor) !== ')') throw new Error('a ) is missing');
    return inner;
  }
  return { kind: 'test', selector: first, holds: readComparison(cursor) };
}

const words: Readonly<Record<string, Found>> = {
  'IS TRUE': (value) => value === true,
  'IS FALSE': (value) => value === false,
  'IS NULL': (value) => value === null,
  'NOT EXISTS': (value) => value === undefined,
};

function readComparison(cursor: Cursor): Found {
  const operator = next(cursor);
  const operand = next(cursor);
  const word = words[`${operator} ${operand}`.toUpperCase()];
  if (word !== undefined) return word;
  if (operator === '=') return equality(operand);
  if (operator === '!=') {
    const equal = equality(operand);
    return (value) => value !== undefined && !equal(value);
  }
  const compare = comparisons[operator];
  const number = Number(operand);
  if (compare === undefined || Number.isNaN(number)) throw new Error(`cannot read ${operator} ${operand}`);
  return (value) => isNumeric(value) && compare(Number(value), number);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)));
}

function equality(operand: string): Found {
  if (operand.startsWith('%')) {
    const regex = new RegExp(operand.slice(1, -1));
    return (value) => typeof value === 'string' && regex.test(value);
  }
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  if (text.includes('*')) {
    const wildcard = new RegExp(`^${text.split('*').map(escapeRegex).join('[^]*')}$`);
    return (value) => isScalar(value) && wildcard.test(String(value));
  }
  const number = operand.startsWith('"') ? Number.NaN : Number(text);
  return (value) => isScalar(value) && (String(value) === text || (isNumeric(value) && Number(value) === number));
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function escapeRegex(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
