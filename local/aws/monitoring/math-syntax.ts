import { AwsError, notCovered } from '../../kernel/error.ts';

/** An expression of metric math as it is read. */
export type MathNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly MathNode[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly MathNode[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: MathNode; readonly right: MathNode };

const token = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/^<>()[\],]))/y;

/** From what binds least to what binds most. */
const levels: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

type Reader = { readonly expression: string; readonly tokens: readonly string[]; at: number };

/** Reads an expression. Throws ValidationError for what is none. */
export function readMath(expression: string): MathNode {
  const reader: Reader = { expression, tokens: tokensOf(expression), at: 0 };
  const node = readLevel(reader, 0);
  if (peek(reader) !== undefined) throw invalid(expression, peek(reader));
  return node;
}

const peek = ({ tokens, at }: Reader): string | undefined => tokens[at];

function take(reader: Reader): string | undefined {
  const next = peek(reader);
  reader.at += 1;
  return next;
}

function expect(reader: Reader, wanted: string): void {
  const next = take(reader);
  if (next !== wanted) throw invalid(reader.expression, next);
}

function readLevel(reader: Reader, level: number): MathNode {
  const operators = levels[level];
  if (operators === undefined) return readOne(reader);
  let left = readLevel(reader, level + 1);
  for (
    let next = peek(reader)?.toUpperCase() ?? '';
    operators.includes(next);
    next = peek(reader)?.toUpperCase() ?? ''
  ) {
    reader.at += 1;
    left = { kind: 'binary', operator: next, left, right: readLevel(reader, level + 1) };
  }
  return left;
}

function readOne(reader: Reader): MathNode {
  const next = take(reader);
  if (next === '-')
    return { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right: readOne(reader) };
  if (next === '[') return { kind: 'list', items: readUntil(reader, ']') };
  if (next !== '(') return readWord(reader, next);
  const inner = readLevel(reader, 0);
  expect(reader, ')');
  return inner;
}

function readWord(reader: Reader, word: string | undefined): MathNode {
  if (word === undefined || !/^\w/.test(word)) throw invalid(reader.expression, word);
  if (/^\d/.test(word)) return { kind: 'number', value: Number(word) };
  if (peek(reader) !== '(') return { kind: 'name', name: word };
  reader.at += 1;
  return { kind: 'call', name: word.toUpperCase(), args: readUntil(reader, ')') };
}

function readUntil(reader: Reader, end: string): MathNode[] {
  const items: MathNode[] = [];
  while (peek(reader) !== end) {
    if (items.length > 0) expect(reader, ',');
    items.push(readLevel(reader, 0));
  }
  reader.at += 1;
  return items;
}

function tokensOf(expression: string): string[] {
  if (/\b(SELECT|SEARCH)\b/i.test(expression)) throw notCovered('metric math with SELECT or SEARCH');
  const tokens: string[] = [];
  for (let at = 0; at < expression.trimEnd().length; ) {
    token.lastIndex = at;
    const [whole, number, name, mark] = token.exec(expression) ?? [];
    if (whole === undefined) throw invalid(expression, expression.slice(at).trimStart()[0]);
    tokens.push(number ?? name ?? mark ?? '');
    at += whole.length;
  }
  return tokens;
}

function invalid(expression: string, at: string | undefined): AwsError {
  const where = at === undefined ? 'at its end' : `at '${at}'`;
  return new AwsError(
    'ValidationError',
    `Invalid metrics list: Unexpected syntax in the expression '${expression}' ${where}.`,
  );
}
