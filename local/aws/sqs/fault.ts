import { AwsError } from '../../kernel/error.ts';

export const noQueue = () => new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const invalidParameter = (message: string) => new AwsError('InvalidParameterValue', message);

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const invalidAttributeValue = (name: string, why: string) =>
  new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}. Reason: ${why}.`);
