/**
 * A refusal in Athena's words: `name` is Trino's error name (COLUMN_NOT_FOUND, DIVISION_BY_ZERO…), SYNTAX_ERROR for what
 * StartQueryExecution refuses at once, NOT_SUPPORTED for what the local cloud cannot answer rightly.
 */
export class SqlError extends Error {
  readonly position: { readonly line: number; readonly column: number } | undefined;

  constructor(name: string, message: string, position?: { readonly line: number; readonly column: number }) {
    super(position ? `line ${position.line}:${position.column}: ${message}` : message);
    this.name = name;
    this.position = position;
  }
}
