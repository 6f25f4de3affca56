import type { Context } from '../../../kernel/operation.ts';
import { type Provisioned, type ResourceRequest, resourceType } from '../../../kernel/resource.ts';
import { busName } from '../store.ts';
import { type RuleProperties, ruleSchema } from './rule-schema.ts';

/** Ref is the rule's name on the default bus, `<bus>|<name>` on others. */
export const ruleResource = () =>
  resourceType('AWS::Events::Rule', {
    schema: ruleSchema,
    replaceOn: ['Name', 'EventBusName'],
    create: (properties, request, context) => put(properties, request, context),
    async update(current, properties, request, context) {
      const name = current.physicalId.split('|').at(-1) ?? '';
      return put({ ...properties, Name: name }, request, context);
    },
    async remove(current, { EventBusName }, { cloud, caller }) {
      const name = current.physicalId.split('|').at(-1) ?? '';
      const rule = { Rule: name, EventBusName };
      const { Targets = [] } = await cloud.call(caller, 'events', 'ListTargetsByRule', rule);
      const Ids = Targets.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
      if (Ids.length > 0) await cloud.call(caller, 'events', 'RemoveTargets', { ...rule, Ids });
      await cloud.call(caller, 'events', 'DeleteRule', { Name: name, EventBusName });
    },
  });

async function put(properties: RuleProperties, request: ResourceRequest, context: Context): Promise<Provisioned> {
  const { cloud, caller } = context;
  const { EventPattern, Targets = [], Tags, ...settings } = properties;
  const Name = properties.Name ?? request.generatedName.slice(0, 64);
  const pattern = typeof EventPattern === 'object' ? JSON.stringify(EventPattern) : EventPattern;
  const { RuleArn } = await cloud.call(caller, 'events', 'PutRule', {
    ...settings,
    Name,
    EventPattern: pattern,
    Tags: Object.entries(request.tags)
      .map(([Key, Value]) => ({ Key, Value }))
      .concat(Tags ?? []),
  });
  await putTargets({ Rule: Name, EventBusName: properties.EventBusName }, Targets, context);
  const bus = busName(properties.EventBusName);
  return { physicalId: bus === 'default' ? Name : `${bus}|${Name}`, attributes: { Arn: RuleArn ?? '' } };
}

type RuleName = { readonly Rule: string; readonly EventBusName: string | undefined };

/** The rule's targets are those of the template, and no others. */
async function putTargets(
  rule: RuleName,
  targets: NonNullable<RuleProperties['Targets']>,
  { cloud, caller }: Context,
): Promise<void> {
  const { Targets: existing = [] } = await cloud.call(caller, 'events', 'ListTargetsByRule', rule);
  const wanted = new Set(targets.map(({ Id }) => Id));
  const Ids = existing.flatMap(({ Id }) => (Id === undefined || wanted.has(Id) ? [] : [Id]));
  if (Ids.length > 0) await cloud.call(caller, 'events', 'RemoveTargets', { ...rule, Ids });
  if (targets.length > 0) await cloud.call(caller, 'events', 'PutTargets', { ...rule, Targets: targets });
}
