import { AwsError } from '../../kernel/error.ts';

/** Throws ValidationException for a number out of its range. */
export function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value between ${least} and ${most}`,
    );
}

/** A setting that Lambda refuses. */
export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
