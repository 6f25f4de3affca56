import { AwsError } from '../../kernel/error.ts';
import { SqlError } from '../../sql/error.ts';

/** An AWS refusal in Athena's words; any other error as it is. */
export function denied(error: unknown): unknown {
  if (!(error instanceof AwsError) || !/^AccessDenied/.test(error.code)) return error;
  return new SqlError('PERMISSION_DENIED', `Insufficient permissions to execute the query. ${error.message}`);
}
