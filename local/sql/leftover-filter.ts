import { SqlError } from './error.ts';

/** Trino's refusal of a WHERE that does not name whole partitions. */
export function leftoverFilter(): SqlError {
  return new SqlError(
    'GENERIC_INTERNAL_ERROR',
    'Unexpected FilterNode found in plan; probably connector was not able to handle provided WHERE expression',
  );
}
