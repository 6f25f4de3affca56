import { queryStateChange } from '../events.ts';
import type { Message } from '../sqs.ts';
import type { Jobs } from './jobs.ts';

/** Settles the execution whose state change Athena tells. */
export function createSettleMessage({ settleExecution }: Pick<Jobs, 'settleExecution'>) {
  return async function settle({ body }: Pick<Message, 'body'>): Promise<void> {
    await settleExecution(queryStateChange.parse(body).detail.queryExecutionId);
  };
}
