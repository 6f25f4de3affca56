import { randomUUID } from 'node:crypto';
import { callerArn } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { type EmitEvent, eventTime } from '../../events/event.ts';
import { keptMillis, type StoredStatement } from '../store.ts';

/** Tells EventBridge how a statement with `WithEvent` ended; the fault `redshift-data:event` loses or doubles that. */
export function createEndEvents(cloud: Cloud, emit: EmitEvent) {
  return (statement: StoredStatement): void => {
    if (!statement.withEvent) return;
    const faults = cloud.faults.strike('redshift-data:event', `${statement.name ?? ''} ${statement.id}`);
    if (faults.some(({ kind }) => kind === 'lose')) return;
    const event = {
      version: '0' as const,
      id: randomUUID(),
      'detail-type': 'Redshift Data Statement Status Change',
      source: 'aws.redshift-data',
      account: cloud.account,
      time: eventTime(cloud.clock.now()),
      region: cloud.region,
      resources: [statement.target.arn],
      detail: detailOf(statement, cloud.account),
    };
    emit(event);
    if (faults.some(({ kind }) => kind === 'duplicate')) emit(event);
  };
}

function detailOf({ id, name, state, sqls, isBatch, caller, created }: StoredStatement, account: string) {
  const [first] = sqls;
  return {
    principal: callerArn(caller, account),
    statementName: name ?? '',
    statementId: id,
    redshiftQueryId: isBatch ? -1 : (first?.queryId ?? -1),
    state,
    rows: isBatch ? -1 : (first?.rows ?? -1),
    expireAt: Math.floor((created + keptMillis) / 1000),
  };
}
