import { describe, expect, it } from 'vitest';
import { parseStatement } from './parse.ts';

describe('parseStatement', () => {
  it('counts lines and columns from one', () => {
    const statement = parseStatement('SELECT a,\n  b.c FROM t');
    expect(statement).toMatchObject({
      kind: 'query statement',
      query: { body: { kind: 'select', items: [{}, { value: { kind: 'name', at: { line: 2, column: 3 } } }] } },
    });
  });

  it.each([
    ['SELECT score::integer FROM accounts', 'line 1:13'],
    ["SELECT a FROM t WHERE b ILIKE 'x'", 'line 1:25'],
    ['SELECT a FROM t LIMIT 5 OFFSET 4', 'line 1:25'],
    ['SELECT `a` FROM t', 'line 1:8'],
    ['SELECT 1 SELECT 2', 'line 1:10'],
    ['DELETE FROM t x WHERE x.id = 1', 'line 1:15'],
    ['SELECT', "line 1:7: mismatched input '<EOF>'"],
    ['', "mismatched input '<EOF>'"],
  ])('refuses %s as Trino does', (sql, where) => {
    expect(() => parseStatement(sql)).toThrow(expect.objectContaining({ name: 'SYNTAX_ERROR' }));
    expect(() => parseStatement(sql)).toThrow(where);
  });

  it.each([
    'SELECT * FROM t MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS true)',
    'SELECT * FROM t TABLESAMPLE SYSTEM (10)',
  ])('says that it cannot do %s', (sql) => {
    expect(() => parseStatement(sql)).toThrow(expect.objectContaining({ name: 'NOT_SUPPORTED' }));
  });

  it('binds INTERSECT tighter than UNION', () => {
    const statement = parseStatement('SELECT 1 UNION SELECT 2 INTERSECT SELECT 3');
    expect(statement).toMatchObject({ query: { body: { operator: 'UNION', right: { operator: 'INTERSECT' } } } });
  });

  it('flattens AND and keeps OR below it', () => {
    const statement = parseStatement('SELECT 1 FROM t WHERE a AND b AND (c OR d)');
    expect(statement).toMatchObject({
      query: { body: { where: { operator: 'AND', terms: [{}, {}, { kind: 'logical', operator: 'OR' }] } } },
    });
  });

  it('tells a quantified comparison from a column called ALL', () => {
    const statement = parseStatement('SELECT 1 FROM t WHERE a > ALL (SELECT 1)');
    expect(statement).toMatchObject({ query: { body: { where: { kind: 'quantified', quantifier: 'ALL' } } } });
  });

  it('reads UNLOAD, its location and its properties', () => {
    const sql = "UNLOAD (SELECT ')' AS x FROM t) TO 's3://b/p/' WITH (format = 'PARQUET', partitioned_by = ARRAY['x'])";
    expect(parseStatement(sql)).toMatchObject({
      kind: 'unload',
      location: 's3://b/p/',
      properties: [{ name: { value: 'format' } }, { name: { value: 'partitioned_by' } }],
    });
  });

  it('numbers parameters in the order of the text', () => {
    const statement = parseStatement('SELECT ? FROM t WHERE a = ? LIMIT ?');
    expect(statement).toMatchObject({
      query: {
        limit: { parameter: 2 },
        body: { items: [{ value: { index: 0 } }], where: { right: { index: 1 } } },
      },
    });
  });
});
