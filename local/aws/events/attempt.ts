import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Delivery } from './record.ts';

/** A delivery with the text that its target gets. */
export type Attempt = { readonly delivery: Delivery; readonly cloud: Cloud; readonly payload: string };

/** Functions, queues and log groups are called by EventBridge itself: their own policies allow it. */
export function asService({ ruleArn }: Delivery): Caller {
  return { kind: 'service', principal: 'events.amazonaws.com', sourceArn: ruleArn };
}

/** Streams and other buses are written to with the target's role. */
export function asRole({ target, event }: Delivery): Caller {
  if (target.RoleArn === undefined)
    throw new AwsError('AccessDenied', `The target ${target.Arn} needs a RoleArn that EventBridge may assume`, 403);
  return { kind: 'role', roleArn: target.RoleArn, sessionName: event.id.replaceAll('-', '') };
}
