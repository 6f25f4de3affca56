export type SqlResult = {
  readonly columns: readonly { readonly name: string; readonly oid: number }[];
  /** Values as PostgreSQL writes them as text. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows that INSERT, UPDATE, DELETE or MERGE changed. */
  readonly changed: number | undefined;
};

/** One session of a database: what a statement of the Data API runs in, from connecting to disconnecting. */
export type Session = {
  /** Runs one statement. Throws DatabaseError. */
  run(sql: string, values?: readonly string[]): Promise<SqlResult>;
  /** Ends the statement that runs, which fails; nothing of its transaction stays. */
  interrupt(): Promise<void>;
  /** Takes temporary tables and settings away. */
  close(): Promise<void>;
};

/** Databases of targets, by the folder of the target and the database's name; made when they are first opened. */
export type Databases = {
  open(target: string, database: string): Promise<Session>;
  close(): Promise<void>;
};

/** What PostgreSQL says of a statement that failed. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** SQLSTATE. */
  readonly code: string;
  readonly detail: string;

  constructor(message: string, code: string, detail = '') {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

const countable = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** The number of changed rows, of a command that has one. */
export const changedRows = (command: string | undefined, rows: number | null | undefined) =>
  command !== undefined && countable.has(command) ? (rows ?? 0) : undefined;
