import { AwsError } from '../../kernel/error.ts';

export const invalid = (message: string) => new AwsError('ValidationException', message);

export const noSuchStatement = (id: string) =>
  new AwsError('ResourceNotFoundException', 'Query does not exist.', 400, { ResourceId: id });
