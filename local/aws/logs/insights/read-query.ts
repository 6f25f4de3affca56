import { notCovered } from '../../../kernel/error.ts';
import { globPattern } from './glob.ts';
import { bare, readExpression } from './read-expression.ts';
import { accept, expect, listOf, openReader, peek, type Reader, take, textBetween, unexpected } from './reader.ts';
import type { Command, Named, Query } from './syntax.ts';

const uncovered = ['pattern', 'diff', 'unmask', 'unnest', 'anomaly', 'filterindex', 'source', 'join', 'lookup'];

const readers: Readonly<Record<string, (reader: Reader) => Command>> = {
  fields: (reader) => ({ kind: 'fields', fields: listOf(reader, readNamed) }),
  display: (reader) => ({ kind: 'display', fields: listOf(reader, readNamed) }),
  filter: (reader) => ({ kind: 'filter', test: readExpression(reader) }),
  dedup: (reader) => ({ kind: 'dedup', fields: listOf(reader, readNamed) }),
  limit: (reader) => ({ kind: 'limit', count: readLimit(reader) }),
  head: (reader) => ({ kind: 'limit', count: readLimit(reader) }),
  sort: readSort,
  stats: readStats,
  parse: readParse,
};

/** Reads a query of Logs Insights. Throws MalformedQueryException with the place, NotImplemented for a command that is not done here. */
export function readQuery(text: string): Query {
  const reader = openReader(text);
  const commands: Command[] = [];
  accept(reader, '|');
  do commands.push(readCommand(reader));
  while (accept(reader, '|') !== undefined);
  if (peek(reader) !== undefined) throw unexpected(reader);
  return commands;
}

function readCommand(reader: Reader): Command {
  const name = peek(reader)?.text.toLowerCase() ?? '';
  if (uncovered.includes(name)) throw notCovered(`the command ${name} of Logs Insights`);
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) throw unexpected(reader);
  reader.at += 1;
  return read(reader);
}

function readNamed(reader: Reader): Named {
  const begun = reader.at;
  const expression = readExpression(reader);
  const text = textBetween(reader, begun, reader.at);
  const name = accept(reader, 'as') === undefined ? bare(text) : bare(take(reader, 'name').text);
  return { expression, name };
}

const maxLimit = 10_000;

function readLimit(reader: Reader): number {
  const count = Number(take(reader, 'number').text);
  if (!Number.isInteger(count) || count < 1 || count > maxLimit) {
    reader.at -= 1;
    throw unexpected(reader, `limit must be a whole number from 1 to ${maxLimit}`);
  }
  return count;
}

function readSort(reader: Reader): Command {
  const by = listOf(reader, (each) => {
    const expression = readExpression(each);
    return { expression, descending: accept(each, 'asc', 'desc') === 'desc' };
  });
  return { kind: 'sort', by };
}

function readStats(reader: Reader): Command {
  const measures = listOf(reader, readNamed);
  const by = accept(reader, 'by') === undefined ? [] : listOf(reader, readNamed);
  return { kind: 'stats', measures, by };
}

/** `parse [FIELD] "a * b *" as x, y` or `parse [FIELD] /(?<x>…)/`. */
function readParse(reader: Reader): Command {
  const next = peek(reader);
  const isBare = next?.kind === 'text' || next?.kind === 'regex';
  const of = isBare ? ({ kind: 'field', name: '@message' } as const) : readExpression(reader);
  const token = take(reader, 'text', 'regex');
  if (token.kind === 'regex') {
    const pattern = namedGroups(reader, token.text);
    if (accept(reader, 'as') === undefined) return { kind: 'parse', of, pattern, names: [] };
    return { kind: 'parse', of, pattern, names: listOf(reader, (each) => bare(take(each, 'name').text)) };
  }
  expect(reader, 'as');
  const names = listOf(reader, (each) => bare(take(each, 'name').text));
  const pattern = globPattern(token.text);
  if (pattern.stars !== names.length) {
    reader.at -= 1;
    throw unexpected(reader, `the pattern has ${pattern.stars} wildcards and ${names.length} names`);
  }
  return { kind: 'parse', of, pattern: pattern.expression, names };
}

function namedGroups(reader: Reader, source: string): RegExp {
  try {
    return new RegExp(source.replace(/\(\?P</g, '(?<'));
  } catch {
    reader.at -= 1;
    throw unexpected(reader, `invalid regular expression /${source}/`);
  }
}
