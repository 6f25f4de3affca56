import type { Expression, Identifier, Node, Position, Query, Relation } from './ast.ts';

export type PropertyNode = { readonly name: Identifier; readonly value: Expression | undefined };

export type MergeCase = {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly condition?: Expression;
  readonly columns: readonly Identifier[];
  readonly values: readonly Expression[];
  readonly at: Position;
};

export type Statement =
  | Node<'query statement', { query: Query }>
  | Node<'insert', { target: readonly Identifier[]; columns?: readonly Identifier[]; query: Query }>
  | Node<
      'create table as',
      {
        target: readonly Identifier[];
        ifNotExists: boolean;
        columns: readonly Identifier[];
        properties: readonly PropertyNode[];
        query: Query;
        withData: boolean;
      }
    >
  | Node<'unload', { query: Query; location: string; properties: readonly PropertyNode[] }>
  | Node<'create view', { name: readonly Identifier[]; replace: boolean; query: Query; sql: string }>
  | Node<'drop view', { name: readonly Identifier[]; ifExists: boolean }>
  | Node<'optimize', { target: readonly Identifier[]; where?: Expression }>
  | Node<'delete', { target: readonly Identifier[]; where?: Expression }>
  | Node<
      'update',
      {
        target: readonly Identifier[];
        assignments: readonly { readonly column: Identifier; readonly value: Expression }[];
        where?: Expression;
      }
    >
  | Node<
      'merge',
      {
        target: readonly Identifier[];
        alias?: Identifier;
        source: Relation;
        on: Expression;
        cases: readonly MergeCase[];
      }
    >
  | Node<'explain', { analyze: boolean; format: string; statement: Statement }>
  | Node<'prepare', { name: Identifier; sql: string }>
  | Node<'execute', { name: Identifier; parameters: readonly Expression[] }>
  | Node<'deallocate', { name: Identifier }>;
