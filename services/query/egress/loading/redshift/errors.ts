import {
  ActiveSessionsExceededException,
  ActiveStatementsExceededException,
  BatchExecuteStatementException,
  DatabaseConnectionException,
  ValidationException,
} from '@aws-sdk/client-redshift-data';
import { DatabaseError } from '../load-errors.ts';

// The same may succeed later: it has too much to do, or cannot be reached.
const passing = [
  ActiveSessionsExceededException,
  ActiveStatementsExceededException,
  BatchExecuteStatementException,
  DatabaseConnectionException,
];

/** A refusal of the Data API's as ours; what else went wrong stays as it is: a missing permission is no mistake in a dataset. */
export function warehouseError(error: unknown): unknown {
  if (error instanceof ValidationException) return new DatabaseError(`${error.name}: ${error.message}`, false);
  if (error instanceof Error && passing.some((each) => error instanceof each))
    return new DatabaseError(`${error.name}: ${error.message}`, true);
  return error;
}
