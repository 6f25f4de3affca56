import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { type Provisioned, resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  Policy: z.union([z.string(), z.looseObject({})]).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

export const eventBusResource = () =>
  resourceType('AWS::Events::EventBus', {
    schema,
    replaceOn: ['Name'],
    async create(properties, request, context) {
      const { cloud, caller } = context;
      const Tags = mergedTags(properties, request.tags);
      await cloud.call(caller, 'events', 'CreateEventBus', {
        Name: properties.Name,
        Tags,
        ...(properties.Description !== undefined && { Description: properties.Description }),
      });
      await putPolicy(properties, context);
      return provisioned(properties.Name, context);
    },
    async update(current, properties, request, context) {
      await putPolicy(properties, context);
      const ResourceARN = provisioned(current.physicalId, context).attributes.Arn;
      const Tags = mergedTags(properties, request.tags);
      await context.cloud.call(context.caller, 'events', 'TagResource', { ResourceARN, Tags });
      return current;
    },
    async remove(current, _properties, { cloud, caller }) {
      await cloud.call(caller, 'events', 'DeleteEventBus', { Name: current.physicalId });
    },
  });

async function putPolicy({ Name, Policy }: Properties, { cloud, caller }: Context): Promise<void> {
  if (Policy === undefined) return;
  const text = typeof Policy === 'string' ? Policy : JSON.stringify(Policy);
  await cloud.call(caller, 'events', 'PutPermission', { EventBusName: Name, Policy: text });
}

function mergedTags({ Tags }: Properties, stackTags: Readonly<Record<string, string>>) {
  const tags = { ...stackTags, ...Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])) };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function provisioned(name: string, { cloud }: Context): Provisioned {
  const Arn = `arn:aws:events:${cloud.region}:${cloud.account}:event-bus/${name}`;
  return { physicalId: name, attributes: { Arn, Name: name } };
}
