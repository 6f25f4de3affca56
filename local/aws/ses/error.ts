import { AwsError } from '../../kernel/error.ts';

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
