import { SqlError } from './error.ts';

/** Runs `work`; where it uses up the stack, the statement is refused as Trino refuses it. */
export function withinStack<T>(tooLarge: () => SqlError, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isStackOverflow(error) ? tooLarge() : error;
  }
}

/** Whether an error says that the stack is used up, also one that DuckDB passed on as text. */
export function isStackOverflow(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('Maximum call stack size exceeded');
}

/** Trino's parser, in io.trino.sql.parser.SqlParser: a syntax error, so that StartQueryExecution refuses it at once. */
export const tooLargeToParse = (): SqlError =>
  new SqlError('SYNTAX_ERROR', 'statement is too large (stack overflow while parsing)', { line: 1, column: 1 });

/** Trino's analyser: the user error STACK_OVERFLOW. */
export const tooLargeToAnalyse = (): SqlError =>
  new SqlError('STACK_OVERFLOW', 'statement is too large (stack overflow during analysis)');
