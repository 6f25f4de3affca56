import { AwsError } from '../../kernel/error.ts';

export const busNotFound = (bus: string) =>
  new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);

export const ruleNotFound = (rule: string, bus: string) =>
  new AwsError('ResourceNotFoundException', `Rule ${rule} does not exist on EventBus ${bus}.`);

export const invalid = (message: string) => new AwsError('ValidationException', message);
