import { AwsError } from '../../kernel/error.ts';

export const entityNotFound = (message: string) => new AwsError('EntityNotFoundException', message);
export const alreadyExists = (message: string) => new AwsError('AlreadyExistsException', message);
export const invalidInput = (message: string) => new AwsError('InvalidInputException', message);
export const concurrentModification = (message: string) => new AwsError('ConcurrentModificationException', message);

/** The value of a member that the request must carry, as AWS's own validation words its absence. */
export function required<T>(value: T | undefined, member: string): T {
  if (value === undefined)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}

/** A failure of one entry of a batch, as its ErrorDetail. */
export function errorDetail(error: unknown): { ErrorCode: string; ErrorMessage: string } {
  if (error instanceof AwsError) return { ErrorCode: error.code, ErrorMessage: error.message };
  throw error;
}
