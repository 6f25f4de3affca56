import { AwsError } from '../../kernel/error.ts';

/** SNS's errors by the codes that its query protocol has. */
export const invalidParameter = (reason: string) =>
  new AwsError('InvalidParameter', `Invalid parameter: ${reason}`, 400);

export const noTopic = () => new AwsError('NotFound', 'Topic does not exist', 404);

export const noSubscription = () => new AwsError('NotFound', 'Subscription does not exist', 404);
