import { AwsError } from '../../kernel/error.ts';

export const invalidRequest = (message: string, code = 'INVALID_INPUT') =>
  new AwsError('InvalidRequestException', message, 400, { AthenaErrorCode: code });

export const metadataError = (message: string) => new AwsError('MetadataException', message);

/** The value of a member that the request must carry. */
export function required<T>(value: T | undefined, member: string): T {
  if (value === undefined)
    throw invalidRequest(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}

export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);
