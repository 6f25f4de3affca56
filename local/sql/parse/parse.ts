import { wholeStatement } from '@tributary/shared/trino/read-tree.ts';
import { CharStreams, type ParseTree } from 'antlr4ng';
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import type { Expression, Query, QueryBody, Relation } from '../ast.ts';
import type { PropertyNode, Statement } from '../ast-statement.ts';
import { tooLargeToParse, withinStack } from '../too-large.ts';
import { operatorVisits } from './expression.ts';
import { jsonVisits } from './json.ts';
import { literalVisits } from './literal.ts';
import { type Optimize, splitOptimize } from './optimize.ts';
import { primaryVisits } from './primary.ts';
import { bodyVisits, queryVisits } from './query.ts';
import { readTree } from './read-tree.ts';
import { relationVisits } from './relation.ts';
import { properties, statementVisits } from './statement.ts';
import { createVisit, identifier, type Reader } from './tree.ts';
import { splitUnload } from './unload.ts';

/** Reads one statement of Trino SQL. Throws SqlError SYNTAX_ERROR, or NOT_SUPPORTED for constructs the local cloud has not. */
export function parseStatement(sql: string): Statement {
  return withinStack(tooLargeToParse, () => readStatement(sql));
}

function readStatement(sql: string): Statement {
  const unload = splitUnload(sql);
  if (unload) {
    const query = createReader(unload.query).query(readTree(unload.query, (parser) => parser.rootQuery()));
    return {
      kind: 'unload',
      at: { line: 1, column: 1 },
      query,
      location: unload.location,
      properties: readProperties(unload.properties),
    };
  }
  const text = unterminated(sql);
  const optimize = splitOptimize(text);
  if (optimize) return readOptimize(optimize);
  const reader = createReader(text);
  const visit: (tree: ParseTree) => Statement = createVisit(statementVisits(reader, (tree) => visit(tree)));
  return visit(readTree(text, wholeStatement));
}

function readOptimize({ table, where }: Optimize): Statement {
  const target = readTree(table, (parser) => parser.tableRef())
    .identifier()
    .map(identifier);
  return { kind: 'optimize', at: { line: 1, column: 1 }, target, ...(where && { where: parseExpression(where) }) };
}

/** Reads one expression, such as a value of ExecutionParameters. */
export function parseExpression(sql: string): Expression {
  return withinStack(tooLargeToParse, () => {
    const tree = readTree(unterminated(sql), (parser) => parser.standaloneExpression().expression());
    return createReader(sql).expression(tree);
  });
}

function readProperties(sql: string): readonly PropertyNode[] {
  return sql === ''
    ? []
    : properties(
        createReader(sql),
        readTree(sql, (parser) => parser.properties()),
      );
}

/** A statement may end in one semicolon. */
function unterminated(sql: string): string {
  return sql.replace(/;\s*$/, '');
}

function createReader(sql: string): Reader {
  const parameter = parameterNumbers(sql);
  const reader: Reader = {
    expression: (tree): Expression => expression(tree),
    query: (tree): Query => query(tree),
    body: (tree): QueryBody => body(tree),
    relation: (tree): Relation => relation(tree),
  };
  const expression = createVisit<Expression>({
    ...operatorVisits(reader),
    ...literalVisits(reader, parameter),
    ...primaryVisits(reader),
    ...jsonVisits(reader),
  });
  const query = createVisit<Query>(queryVisits(reader, parameter));
  const body = createVisit<QueryBody>(bodyVisits(reader));
  const relation = createVisit<Relation>(relationVisits(reader));
  return reader;
}

/** From a question mark's offset to its number in the statement. */
function parameterNumbers(sql: string): (offset: number) => number {
  if (!sql.includes('?')) return () => -1;
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  lexer.removeErrorListeners();
  const marks = lexer.getAllTokens().filter(({ type }) => type === TrinoSqlLexer.QUESTION_MARK);
  const numbers = new Map(marks.map(({ start }, index) => [start, index]));
  return (offset) => numbers.get(offset) ?? -1;
}
