import { queryStateChange } from '@tributary/shared/events.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import type { SettleExecution } from '../../jobs/settle-execution.ts';

/** Settles the execution whose state change Athena tells. */
export function createSettle(settleExecution: SettleExecution) {
  return async function settle({ body }: Pick<Message, 'body'>): Promise<void> {
    const { queryExecutionId } = queryStateChange.parse(body).detail;
    await settleExecution(queryExecutionId);
  };
}
