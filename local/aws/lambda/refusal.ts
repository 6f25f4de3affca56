import { AwsError } from '../../kernel/error.ts';

/** Throws ValidationException for a number above what the service takes, where its model would take more. */
export function checkAtMost(name: string, value: number | undefined, most: number): void {
  if (value !== undefined && value > most)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
}

/** A setting that Lambda refuses. */
export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
