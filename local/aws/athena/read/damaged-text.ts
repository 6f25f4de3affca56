import { SqlError } from '../../../sql/error.ts';

/** A compressed file is damaged, or holds something else than its name says. */
export class DamagedTextError extends Error {
  override readonly name = 'DamagedTextError';
}

/** A damaged file in Hive's words; any other error as it is. */
export function damagedFile(error: unknown, uri: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) return new SqlError('HIVE_CURSOR_ERROR', `Failed to read file at ${uri}: ${code}`);
  if (!(error instanceof DamagedTextError)) return error;
  return new SqlError('HIVE_CURSOR_ERROR', `Failed to read file at ${uri}: ${error.message}`);
}
