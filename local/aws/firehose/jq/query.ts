import { notCovered } from '../../../kernel/error.ts';
import {
  alternative,
  attempted,
  element,
  type Filter,
  field,
  identity,
  JqError,
  pipe,
  plainFunctions,
  textFunctions,
} from './filters.ts';
import { type Token, tokenize } from './tokens.ts';

export type Query = {
  readonly keys: readonly string[];
  /** Throws JqError. */
  run(input: unknown): ReadonlyMap<string, unknown>;
};

type Tokens = { readonly program: string; readonly list: readonly Token[]; at: number };

/**
 * A metadata extraction query: one object of constant keys, whose values are paths, constants, `|`, `(… // …)`, and the functions
 * of filters.ts. Throws NotImplemented, with the text that is not covered, for the rest of jq.
 */
export function readQuery(program: string): Query {
  const list = tokenize(program);
  if (typeof list === 'string') throw unreadable(program, list);
  const tokens: Tokens = { program, list, at: 0 };
  const entries = readObject(tokens);
  if (tokens.at < list.length) throw unreadable(program, textFrom(tokens));
  return {
    keys: [...entries.keys()],
    run: (input) =>
      new Map(
        [...entries].map(([key, filter]) => {
          const value = filter(input);
          if (value === undefined) throw new JqError(`The query has no output for ${key}.`);
          return [key, value];
        }),
      ),
  };
}

function readObject(tokens: Tokens): ReadonlyMap<string, Filter> {
  const entries = new Map<string, Filter>();
  expect(tokens, '{');
  while (peek(tokens)?.text !== '}') {
    const key = readKey(tokens);
    entries.set(key, accept(tokens, ':') ? readPipe(tokens, readTerm) : field(key));
    if (!accept(tokens, ',')) break;
  }
  expect(tokens, '}');
  return entries;
}

function readKey(tokens: Tokens): string {
  const token = next(tokens);
  if (token?.kind === 'name') return token.text;
  if (token?.kind === 'text') return readText(tokens, token);
  throw unreadable(tokens.program, textFrom(tokens, -1));
}

function readPipe(tokens: Tokens, readPart: (tokens: Tokens) => Filter): Filter {
  let filter = readPart(tokens);
  while (accept(tokens, '|')) filter = pipe(filter, readPart(tokens));
  return filter;
}

/** Lower than a pipe's parts only within parentheses, as in jq's values of objects. */
function readAlternative(tokens: Tokens): Filter {
  const first = readTerm(tokens);
  return accept(tokens, '//') ? alternative(first, readAlternative(tokens)) : first;
}

function readTerm(tokens: Tokens): Filter {
  let filter = readStart(tokens);
  for (;;) {
    const token = peek(tokens);
    if (token?.kind === 'field') {
      tokens.at += 1;
      filter = pipe(filter, field(token.text.slice(1)));
    } else if (token?.text === '[') filter = pipe(filter, readIndex(tokens));
    else if (accept(tokens, '?')) filter = optional(filter);
    else return filter;
  }
}

function optional(filter: Filter): Filter {
  return (input) => attempted(filter, input);
}

function readStart(tokens: Tokens): Filter {
  const token = next(tokens);
  if (token?.kind === 'field') return field(token.text.slice(1));
  if (token?.text === '.') return readDot(tokens);
  if (token?.text === '(') {
    const inner = readPipe(tokens, readAlternative);
    expect(tokens, ')');
    return inner;
  }
  if (token?.kind === 'name') return readName(tokens, token.text);
  const value = constant(tokens, token);
  return () => value;
}

function readDot(tokens: Tokens): Filter {
  const token = peek(tokens);
  if (token?.kind !== 'text') return identity;
  tokens.at += 1;
  return field(readText(tokens, token));
}

function readName(tokens: Tokens, name: string): Filter {
  const literal = new Map<string, unknown>([
    ['null', null],
    ['true', true],
    ['false', false],
  ]);
  if (literal.has(name)) return () => literal.get(name);
  if (!accept(tokens, '(')) {
    const plain = plainFunctions.get(name);
    if (plain === undefined) throw unreadable(tokens.program, name);
    return plain;
  }
  const argument = next(tokens);
  const text = argument?.kind === 'text' ? readText(tokens, argument) : undefined;
  const filter = text === undefined ? undefined : textFunctions.get(name)?.(text);
  if (filter === undefined) throw unreadable(tokens.program, `${name}(${argument?.text ?? ''}`);
  expect(tokens, ')');
  return filter;
}

function readIndex(tokens: Tokens): Filter {
  expect(tokens, '[');
  const token = next(tokens);
  const value = constant(tokens, token);
  expect(tokens, ']');
  return typeof value === 'number' ? element(value) : field(String(value));
}

function constant(tokens: Tokens, token: Token | undefined): string | number {
  if (token?.kind === 'number') return Number(token.text);
  if (token?.kind === 'text') return readText(tokens, token);
  throw unreadable(tokens.program, textFrom(tokens, -1));
}

function readText(tokens: Tokens, { text }: Token): string {
  if (text.includes('\\(')) throw unreadable(tokens.program, text);
  try {
    return String(JSON.parse(text));
  } catch {
    throw unreadable(tokens.program, text);
  }
}

const peek = ({ list, at }: Tokens) => list[at];

function next(tokens: Tokens): Token | undefined {
  tokens.at += 1;
  return tokens.list[tokens.at - 1];
}

function accept(tokens: Tokens, text: string): boolean {
  const token = peek(tokens);
  if (token?.kind !== 'punctuation' || token.text !== text) return false;
  tokens.at += 1;
  return true;
}

function expect(tokens: Tokens, text: string): void {
  if (!accept(tokens, text)) throw unreadable(tokens.program, textFrom(tokens));
}

function textFrom({ list, at }: Tokens, offset = 0): string {
  return list
    .slice(at + offset)
    .map((token) => token.text)
    .join(' ');
}

function unreadable(program: string, rest: string): Error {
  return notCovered(`the JQ query ${program} from '${rest}' on: objects of paths, constants and a few functions are`);
}
