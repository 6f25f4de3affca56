import { readdirSync, readFileSync } from 'node:fs';
import { CharStreams, CommonTokenStream } from 'antlr4ng';
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { describe, expect, it } from 'vitest';
import { quickDecisions } from './quick-decisions.ts';

/** What is decided quickly in a statement, and what ANTLR decides there. */
function decisions(sql: string): { readonly quick: readonly string[]; readonly antlr: readonly string[] } {
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  lexer.removeErrorListeners();
  const stream = new CommonTokenStream(lexer);
  stream.fill();
  const parser = new TrinoSqlParser(stream);
  parser.removeErrorListeners();
  const decide = quickDecisions(stream);
  const { interpreter } = parser;
  const predict = interpreter.adaptivePredict;
  const quick: string[] = [];
  const antlr: string[] = [];
  interpreter.adaptivePredict = (input, decision, context) => {
    const at = `${input.LT(1)?.tokenIndex} ${input.LT(1)?.text} ${decision}`;
    const found = decide(decision);
    const right = predict.call(interpreter, input, decision, context);
    if (found !== undefined) {
      quick.push(`${at}: ${found}`);
      antlr.push(`${at}: ${right}`);
    }
    return right;
  };
  parser.singleStatement();
  return { quick, antlr };
}

const cases = new URL('../../test/sql/cases/', import.meta.url);
const corpus = readdirSync(cases)
  .filter((name) => name.endsWith('.sql'))
  .flatMap((name) => readFileSync(new URL(name, cases), 'utf8').split(/;\s*\n/))
  .filter((sql) => /\(/.test(sql));

describe('quickDecisions', () => {
  it.each([
    'SELECT (1), ((1)), (1, 2), ((1, 2)), ROW(1, 2), ((1), 2)',
    'SELECT (SELECT 1), ((SELECT 1)), (WITH a AS (SELECT 1) SELECT * FROM a), (VALUES 1), (TABLE t)',
    'SELECT transform(a, (x) -> (x + 1)), reduce(a, 0, (s, x) -> (s + x), s -> s), f(() -> 1)',
    'SELECT count(*), sum((a)), t.*, f(t.a), (ROW(1, 2)).* AS (x, y) FROM t',
    'SELECT coalesce((a), b), if((a), b), ARRAY[(1), 2], ARRAY[], array[1][1], a[(1)]',
    'SELECT 1 FROM t WHERE a IN ((1), 2) AND a NOT IN (SELECT 1) AND a IN ((SELECT 1)) AND b IN (VALUES 1)',
    'SELECT 1 FROM t WHERE ((a, b) IN ((1, 2))) OR (a) = ALL (SELECT 1)',
    'SELECT a FROM t GROUP BY (a), (b, c), GROUPING SETS ((a), ()) ORDER BY (a), ((b) + 1)',
    'SELECT (a) /* ) */ -> 1',
    'SELECT f((a + 1) * 2, \'(\', "(") FROM (t)',
    'SELECT (a + (b',
    'SELECT ) a (',
    'SELECT () FROM t',
  ])('chooses as ANTLR does: %s', (sql) => {
    const { quick, antlr } = decisions(sql);
    expect(quick).toEqual(antlr);
  });

  it('chooses as ANTLR does in every statement that the SQL checks have', { timeout: 120_000 }, () => {
    const found = corpus.map(decisions);
    expect(found.map(({ quick }) => quick)).toEqual(found.map(({ antlr }) => antlr));
    expect(found.flatMap(({ quick }) => quick).length).toBeGreaterThan(1000);
  });
});
