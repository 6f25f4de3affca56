import { notCovered } from '../../../kernel/error.ts';
import { isMeasure } from './aggregate.ts';
import { hasFunction } from './functions.ts';
import { malformed } from './malformed.ts';
import { accept, expect, listOf, peek, type Reader, sees, take, textBetween, unexpected } from './reader.ts';
import type { Expression } from './syntax.ts';

/** From what binds least; `not` stands between `and` and comparisons. */
export function readExpression(reader: Reader): Expression {
  return readLeft(reader, ['or'], (each) => readLeft(each, ['and'], readNot));
}

function readLeft(reader: Reader, operators: readonly string[], next: (reader: Reader) => Expression): Expression {
  let left = next(reader);
  for (let operator = accept(reader, ...operators); operator !== undefined; operator = accept(reader, ...operators))
    left = { kind: 'binary', operator, left, right: next(reader) };
  return left;
}

function readNot(reader: Reader): Expression {
  return accept(reader, 'not') === undefined ? readComparison(reader) : { kind: 'not', of: readNot(reader) };
}

function readComparison(reader: Reader): Expression {
  const left = readSum(reader);
  const operator = accept(reader, '=', '!=', '<', '<=', '>', '>=');
  if (operator !== undefined) return { kind: 'binary', operator, left, right: readSum(reader) };
  const negated = accept(reader, 'not') !== undefined;
  if (accept(reader, 'like', '=~') !== undefined)
    return { kind: 'matches', of: left, pattern: readPattern(reader), negated };
  if (accept(reader, 'in') !== undefined) {
    expect(reader, '[');
    const list = listOf(reader, readSum);
    expect(reader, ']');
    return { kind: 'in', of: left, list, negated };
  }
  if (negated) throw unexpected(reader, 'expected like or in');
  return left;
}

/** A regular expression between slashes, or a text that is looked for anywhere. */
export function readPattern(reader: Reader): RegExp {
  const token = take(reader, 'regex', 'text');
  if (token.kind === 'text') return new RegExp(token.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 's');
  const [, flag, source = ''] = /^(\(\?i\))?(.*)$/s.exec(token.text) ?? [];
  try {
    return new RegExp(source.replace(/\(\?P</g, '(?<'), flag === undefined ? '' : 'i');
  } catch {
    throw malformed(reader.query, token.at, `invalid regular expression /${token.text}/`);
  }
}

function readSum(reader: Reader): Expression {
  return readLeft(reader, ['+', '-'], (each) => readLeft(each, ['*', '/', '%'], readPower));
}

function readPower(reader: Reader): Expression {
  return readLeft(reader, ['^'], readOne);
}

function readOne(reader: Reader): Expression {
  if (accept(reader, '-') !== undefined)
    return { kind: 'binary', operator: '-', left: { kind: 'value', value: 0 }, right: readOne(reader) };
  if (accept(reader, '(') !== undefined) {
    const inner = readExpression(reader);
    expect(reader, ')');
    return inner;
  }
  const begun = reader.at;
  const token = take(reader, 'text', 'number', 'name');
  if (token.kind === 'text') return { kind: 'value', value: token.text };
  if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
  return sees(reader, '(') && !token.text.startsWith('`')
    ? readCall(reader, begun)
    : { kind: 'field', name: bare(token.text) };
}

/** A field's name without the quotes that special characters need. */
export function bare(name: string): string {
  return name.replace(/^`|`$/g, '');
}

function readCall(reader: Reader, begun: number): Expression {
  const name = reader.tokens[begun]?.text.toLowerCase() ?? '';
  if (!hasFunction(name) && !isMeasure(name)) throw notCovered(`the function ${name} of Logs Insights`);
  expect(reader, '(');
  const args = sees(reader, ')') ? [] : listOf(reader, readArgument);
  expect(reader, ')');
  return { kind: 'call', name, args, text: textBetween(reader, begun, reader.at) };
}

/** An expression, the star of count(*), or a period such as 5m. */
function readArgument(reader: Reader): Expression {
  if (accept(reader, '*') !== undefined) return { kind: 'field', name: '*' };
  const [number, unit] = [peek(reader), reader.tokens[reader.at + 1]];
  const isPeriod =
    number?.kind === 'number' && unit?.kind === 'name' && /^(ms|s|m|h|d|w|sec|min|minute|hour|day)s?$/.test(unit.text);
  if (!isPeriod) return readExpression(reader);
  reader.at += 2;
  return { kind: 'value', value: `${number.text}${unit.text}` };
}
