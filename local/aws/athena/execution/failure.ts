import { AwsError } from '../../../kernel/error.ts';
import { SqlError } from '../../../sql/error.ts';
import { readRuntimeError } from '../../../sql/runtime-error.ts';

/** A failed execution's reason, and its AthenaError (docs.aws.amazon.com/athena/latest/ug/error-reference.html). */
export type Failure = {
  readonly reason: string;
  readonly category: 1 | 2 | 3;
  readonly type: number;
  readonly retryable: boolean;
};

/** Statements that Hive's grammar, not Trino's, refuses. */
export class DdlError extends Error {
  override readonly name = 'DdlError';
}

/** A failure that Athena tells in plain words, without the name of an error before them. */
export class ToldFailure extends Error {
  override readonly name = 'ToldFailure';
  readonly category: Failure['category'];
  readonly type: number;

  constructor(reason: string, category: Failure['category'], type: number) {
    super(reason);
    this.category = category;
    this.type = type;
  }
}

/** Describes why an execution failed. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof SqlError) return sqlFailure(error);
  if (error instanceof ToldFailure)
    return { reason: error.message, category: error.category, type: error.type, retryable: false };
  if (error instanceof DdlError) return user(`FAILED: ${error.message}`, 1003);
  if (error instanceof AwsError) return user(`${error.code}: ${error.message}`, 1100);
  const message = error instanceof Error ? error.message : String(error);
  const known = readRuntimeError(message);
  if (known) return sqlFailure(known);
  if (/Out of Memory Error/.test(message)) return system(`EXCEEDED_LOCAL_MEMORY_LIMIT: ${message}`, 1, false);
  return system(`GENERIC_INTERNAL_ERROR: ${message}`, 200, false);
}

/** A message without the places of files on this disk: the state's, a process's own modules'. */
export function withoutPaths(message: string, stateDir: string): string {
  const own = [stateDir, process.cwd()].map((path) => path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return message.replace(new RegExp(`(?:file://)?(?:${own})/[^\\s"',;)]*`, 'g'), '<file>');
}

/** A column that is not there and one that Lake Formation hides are told alike, where Trino has the first words alone. */
const unseen = /^(line \d+:\d+: )?Column '.*' cannot be resolved$/;
const orHidden = ' or requester is not authorized to access requested resources';

function sqlFailure(error: SqlError): Failure {
  const reason = `${error.name}: ${error.message}${unseen.test(error.message) ? orHidden : ''}`;
  if (error.name === 'ICEBERG_COMMIT_ERROR') return { reason, category: 1, type: 233, retryable: true };
  return user(reason, userTypes[error.name] ?? (error.name.startsWith('HIVE_') ? 1001 : 1200));
}

const userTypes: Readonly<Record<string, number>> = {
  SYNTAX_ERROR: 1006,
  COLUMN_NOT_FOUND: 1006,
  TABLE_NOT_FOUND: 1006,
  SCHEMA_NOT_FOUND: 1006,
  FUNCTION_NOT_FOUND: 1006,
  TYPE_MISMATCH: 1006,
  PERMISSION_DENIED: 1100,
  ICEBERG_BAD_DATA: 233,
  ICEBERG_INVALID_METADATA: 233,
  ICEBERG_OPTIMIZE_MORE_RUNS_NEEDED: 233,
  ICEBERG_VACUUM_MORE_RUNS_NEEDED: 233,
  MERGE_TARGET_ROW_MULTIPLE_MATCHES: 233,
};

const user = (reason: string, type: number): Failure => ({ reason, category: 2, type, retryable: false });

const system = (reason: string, type: number, retryable: boolean): Failure => ({
  reason,
  category: 1,
  type,
  retryable,
});
