import { readTree as readTrinoTree } from '@tributary/shared/trino/read-tree.ts';
import { TooDeepError, TrinoSyntaxError } from '@tributary/shared/trino/syntax-error.ts';
import type { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { SqlError } from '../error.ts';
import { tooLargeToParse } from '../too-large.ts';

/** The tree of a text by one rule of the grammar; throws SqlError as Athena words it. */
export function readTree<Tree>(sql: string, rule: (parser: TrinoSqlParser) => Tree): Tree {
  try {
    return readTrinoTree(sql, rule);
  } catch (error) {
    if (error instanceof TrinoSyntaxError) throw new SqlError('SYNTAX_ERROR', error.message, error);
    throw error instanceof TooDeepError ? tooLargeToParse() : error;
  }
}
