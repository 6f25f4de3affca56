/** A COPY that failed: the message, and what STL_LOAD_ERRORS would say of it. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly detail: string;

  constructor(message: string, detail = '') {
    super(message);
    this.detail = detail;
  }
}

export type Where = {
  readonly uri: string;
  /** From 1: of a file of text its line, else its row. */
  readonly line: number;
  readonly column?: string | undefined;
};

/** A row that cannot be loaded. */
export function rowError(table: string, { uri, line, column }: Where, reason: string): LoadError {
  const where = [`file ${uri}`, `line ${line}`, ...(column === undefined ? [] : [`column ${column}`])].join(', ');
  return new LoadError(
    `Load into table '${table}' failed.  Check 'stl_load_errors' system table for details.`,
    `${where}: ${reason}`,
  );
}

/** A Parquet file that does not fit the table. */
export const scanError = (context: string) => new LoadError('Spectrum Scan Error', `code: 15007, context: ${context}`);
