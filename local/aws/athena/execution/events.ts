import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../../kernel/cloud.ts';
import { type EmitEvent, eventTime } from '../../events/event.ts';
import type { ExecutionState, StoredExecution } from '../store.ts';

/** Tells EventBridge of an execution's new state. Best effort, as on AWS: the fault `athena:event` loses or doubles it. */
export function createStateEvents(cloud: Cloud, emit: EmitEvent) {
  return (execution: StoredExecution, previous: ExecutionState | undefined): void => {
    const faults = cloud.faults.strike('athena:event', execution.id);
    if (faults.some(({ kind }) => kind === 'lose')) return;
    const event = {
      version: '0' as const,
      id: randomUUID(),
      'detail-type': 'Athena Query State Change',
      source: 'aws.athena',
      account: cloud.account,
      time: eventTime(cloud.clock.now()),
      region: cloud.region,
      resources: [],
      detail: {
        versionId: '0',
        currentState: execution.state,
        ...(previous === undefined ? {} : { previousState: previous }),
        statementType: execution.statementType,
        queryExecutionId: execution.id,
        workgroupName: execution.workGroup,
        sequenceNumber: String(execution.sequence),
      },
    };
    emit(event);
    if (faults.some(({ kind }) => kind === 'duplicate')) emit(event);
  };
}
