import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';
import { putStatement, removeStatement } from '../bus-policy.ts';
import { busPermission, type Events } from '../events.ts';

const schema = z.strictObject({
  EventBusName: z.string().optional(),
  StatementId: z.string(),
  Statement: z.looseObject({ Effect: z.enum(['Allow', 'Deny']) }).optional(),
  Action: z.string().optional(),
  Principal: z.string().optional(),
  Condition: z.strictObject({ Type: z.string(), Key: z.string(), Value: z.string() }).optional(),
});

type Properties = z.infer<typeof schema>;

export const eventBusPolicyResource = (events: Events) =>
  resourceType('AWS::Events::EventBusPolicy', {
    schema,
    replaceOn: ['EventBusName', 'StatementId'],
    async create(properties, _request, context) {
      await put(events, properties, context);
      return { physicalId: properties.StatementId, attributes: {} };
    },
    async update(current, properties, _request, context) {
      await put(events, properties, context);
      return current;
    },
    async remove(_current, { EventBusName, StatementId }, context) {
      context.cloud.authorize(context.caller, busPermission('RemovePermission', EventBusName, context));
      removeStatement(events, EventBusName ?? 'default', StatementId);
    },
  });

async function put(events: Events, properties: Properties, context: Context): Promise<void> {
  const { Statement, StatementId, EventBusName, Action, Principal, Condition } = properties;
  if (Statement === undefined) {
    await context.cloud.call(context.caller, 'events', 'PutPermission', {
      StatementId,
      EventBusName,
      Action,
      Principal,
      Condition,
    });
    return;
  }
  context.cloud.authorize(context.caller, busPermission('PutPermission', EventBusName, context));
  putStatement(events, EventBusName ?? 'default', { Sid: StatementId, ...Statement });
}
