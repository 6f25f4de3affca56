import type {
  ExplainOptionContext,
  MergeCaseContext,
  PropertiesContext,
  StatementContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import {
  ExplainFormatContext,
  ExplainTypeContext,
  MergeDeleteContext,
  MergeInsertContext,
  MergeUpdateContext,
  NonDefaultPropertyValueContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { MergeCase, PropertyNode, Statement } from '../ast-statement.ts';
import { part } from './pieces.ts';
import { identifier, position, type Reader, refuse, sourceText, type Visits } from './tree.ts';

/** Statements that Athena runs in Trino. */
export function statementVisits(read: Reader, statement: (tree: StatementContext) => Statement): Visits<Statement> {
  return {
    visitStatementDefault: (ctx) => ({
      kind: 'query statement',
      at: position(ctx),
      query: read.query(ctx.rootQuery()),
    }),
    visitInsertInto(ctx) {
      const columns = ctx.columnList();
      return {
        kind: 'insert',
        at: position(ctx),
        target: ctx.tableRef().identifier().map(identifier),
        ...(columns && {
          columns: columns
            .columnRef()
            .map((column) => identifier(part(ctx, column.qualifiedName()?.identifier() ?? [], 0))),
        }),
        query: read.query(ctx.rootQuery()),
      };
    },
    visitCreateTableAsSelect(ctx) {
      const query = ctx.rootQuery();
      if (!query || ctx.KW_OR()) throw refuse(ctx, 'this CREATE TABLE');
      return {
        kind: 'create table as',
        at: position(ctx),
        target: ctx.tableNameCreate().identifier().map(identifier),
        ifNotExists: ctx.KW_EXISTS() !== null,
        columns:
          ctx
            .columnListCreate()
            ?.columnNameCreate()
            .map((column) => identifier(column.identifier())) ?? [],
        properties: properties(read, ctx.properties()),
        query: read.query(query),
        withData: ctx.KW_NO() === null,
      };
    },
    visitCreateView(ctx) {
      if (ctx.KW_SECURITY() || ctx.properties()) throw refuse(ctx, 'this CREATE VIEW');
      return {
        kind: 'create view',
        at: position(ctx),
        name: ctx.viewNameCreate().identifier().map(identifier),
        replace: ctx.KW_REPLACE() !== null,
        query: read.query(ctx.rootQuery()),
        sql: sourceText(ctx.rootQuery()),
      };
    },
    visitDropView: (ctx) => ({
      kind: 'drop view',
      at: position(ctx),
      name: ctx.viewRef().identifier().map(identifier),
      ifExists: ctx.KW_EXISTS() !== null,
    }),
    visitDelete(ctx) {
      const where = ctx.whereClause()?.booleanExpression();
      return {
        kind: 'delete',
        at: position(ctx),
        target: ctx.tableRef().identifier().map(identifier),
        ...(where && { where: read.expression(where) }),
      };
    },
    visitUpdate(ctx) {
      const where = ctx.whereClause()?.booleanExpression();
      return {
        kind: 'update',
        at: position(ctx),
        target: ctx.tableRef().identifier().map(identifier),
        assignments: ctx.updateAssignment().map((assignment) => ({
          column: identifier(assignment.identifier()),
          value: read.expression(assignment.expression()),
        })),
        ...(where && { where: read.expression(where) }),
      };
    },
    visitMerge(ctx) {
      const alias = ctx.identifier();
      return {
        kind: 'merge',
        at: position(ctx),
        target: ctx.tableRef().identifier().map(identifier),
        ...(alias && { alias: identifier(alias) }),
        source: read.relation(ctx.relation()),
        on: read.expression(ctx.expression()),
        cases: ctx.mergeCase().map((mergeCase) => readMergeCase(read, mergeCase)),
      };
    },
    visitExplain: (ctx) => ({
      kind: 'explain',
      at: position(ctx),
      analyze: false,
      format:
        ctx
          .explainOption()
          .map(explainOption)
          .find((option) => option !== 'text') ?? 'text',
      statement: statement(ctx.statement()),
    }),
    visitExplainAnalyze: (ctx) => ({
      kind: 'explain',
      at: position(ctx),
      analyze: true,
      format: 'text',
      statement: statement(ctx.statement()),
    }),
    visitPrepare: (ctx) => ({
      kind: 'prepare',
      at: position(ctx),
      name: identifier(ctx.identifier()),
      sql: sourceText(ctx.statement()),
    }),
    visitExecute: (ctx) => ({
      kind: 'execute',
      at: position(ctx),
      name: identifier(ctx.identifier()),
      parameters: ctx.expression().map(read.expression),
    }),
    visitDeallocate: (ctx) => ({ kind: 'deallocate', at: position(ctx), name: identifier(ctx.identifier()) }),
  };
}

function explainOption(ctx: ExplainOptionContext): string {
  if (ctx instanceof ExplainFormatContext && ctx.KW_GRAPHVIZ()) throw refuse(ctx, 'EXPLAIN (FORMAT GRAPHVIZ)');
  if (ctx instanceof ExplainFormatContext) return ctx.KW_JSON() ? 'json' : 'text';
  if (ctx instanceof ExplainTypeContext && ctx.KW_VALIDATE()) return 'validate';
  return ctx instanceof ExplainTypeContext && ctx.KW_IO() ? 'io' : 'text';
}

export function properties(read: Reader, ctx: PropertiesContext | null): readonly PropertyNode[] {
  const assignments = ctx?.propertyAssignments().property() ?? [];
  return assignments.map((property) => {
    const value = property.propertyValue();
    return {
      name: identifier(property.identifier()),
      value: value instanceof NonDefaultPropertyValueContext ? read.expression(value.expression()) : undefined,
    };
  });
}

function readMergeCase(read: Reader, ctx: MergeCaseContext): MergeCase {
  const at = position(ctx);
  if (ctx instanceof MergeDeleteContext) {
    const condition = ctx.expression();
    return { kind: 'delete', ...(condition && { condition: read.expression(condition) }), columns: [], values: [], at };
  }
  if (ctx instanceof MergeUpdateContext || ctx instanceof MergeInsertContext) {
    const condition = ctx._condition;
    return {
      kind: ctx instanceof MergeUpdateContext ? 'update' : 'insert',
      ...(condition && { condition: read.expression(condition) }),
      columns: ctx._targets.map(identifier),
      values: ctx._values.map(read.expression),
      at,
    };
  }
  throw refuse(ctx, 'this MERGE clause');
}
