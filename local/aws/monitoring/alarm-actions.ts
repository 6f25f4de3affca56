import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { type Change, messageOf, subjectOf } from './alarm-message.ts';

/** The services that an action can be of here. */
export const actionServices: readonly string[] = ['sns', 'lambda'];

const actionsOf = {
  ALARM: 'AlarmActions',
  OK: 'OKActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const;

/** Takes the actions of an alarm's new state, each once; what fails is in the alarm's history and in the cloud's log. */
export async function takeActions(cloud: Cloud, history: AlarmHistory, change: Change): Promise<void> {
  const { ActionsEnabled, StateValue = 'INSUFFICIENT_DATA', ...alarm } = change.after;
  if (ActionsEnabled === false) return;
  for (const action of alarm[actionsOf[StateValue]] ?? []) {
    const data = { stateUpdateTimestamp: alarm.stateAt, notificationResource: action };
    try {
      await takeAction(cloud, change, action);
      history.add(alarm, 'Action', `Successfully executed action ${action}`, { actionState: 'Succeeded', ...data });
    } catch (cause) {
      const error = reasonOf(cause);
      const summary = `Failed to execute action ${action}. Received error: "${error}"`;
      history.add(alarm, 'Action', summary, { actionState: 'Failed', ...data, error });
      // Before the topic is deployed each alarm of another service tells in vain that it is OK.
      const level = StateValue === 'ALARM' ? 'warn' : 'debug';
      cloud.log(level, `Alarm ${alarm.AlarmName}: an action failed, and nobody was told`, { action, error });
    }
  }
}

async function takeAction(cloud: Cloud, change: Change, action: string): Promise<void> {
  const sourceArn = change.after.AlarmArn ?? '';
  const Message = messageOf(change, cloud);
  if (action.split(':')[2] === 'lambda') {
    const caller: Caller = { kind: 'service', principal: 'lambda.alarms.cloudwatch.amazonaws.com', sourceArn };
    await cloud.call(caller, 'lambda', 'Invoke', {
      FunctionName: action,
      InvocationType: 'Event',
      Payload: Buffer.from(Message),
    });
    return;
  }
  const caller: Caller = { kind: 'service', principal: 'cloudwatch.amazonaws.com', sourceArn };
  await cloud.call(caller, 'sns', 'Publish', { TopicArn: action, Subject: subjectOf(change, cloud), Message });
}

/** In CloudWatch's words, where they are known. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof AwsError)) return String(cause);
  if (cause.code.startsWith('KMS'))
    return 'CloudWatch Alarms does not have authorization to access the SNS topic encryption key.';
  return cause.message.replace('User: cloudwatch.amazonaws.com', 'CloudWatch Alarms');
}
