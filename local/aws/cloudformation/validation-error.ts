import { AwsError } from '../../kernel/error.ts';

/** CloudFormation's ValidationError, its answer to every mistake in a request or template. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function templateError(message: string): AwsError {
  return validationError(`Template error: ${message}`);
}

export function formatError(message: string): AwsError {
  return validationError(`Template format error: ${message}`);
}

/** What went wrong, for an event or a reason. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
