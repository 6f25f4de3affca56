import { AwsError } from '../../kernel/error.ts';

export const notFound = (message: string) => new AwsError('EntityNotFoundException', message);
export const alreadyExists = (message: string) => new AwsError('AlreadyExistsException', message);
export const invalidInput = (message: string) => new AwsError('InvalidInputException', message);
export const insufficient = (what: string) =>
  new AwsError('AccessDeniedException', `Insufficient Lake Formation permission(s): Required ${what}`, 400);
