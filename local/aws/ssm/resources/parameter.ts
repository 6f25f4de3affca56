import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string(),
  Description: z.string().optional(),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  Tags: z.record(z.string(), z.string()).optional(),
});

/** AWS::SSM::Parameter: Ref is the name; attributes Type and Value. */
export const parameterResource = resourceType('AWS::SSM::Parameter', {
  schema,
  replaceOn: ['Name'],
  async create(properties, request, { cloud, caller }) {
    const name = properties.Name ?? request.generatedName;
    const tags = Object.entries({ ...request.tags, ...properties.Tags }).map(([Key, Value]) => ({ Key, Value }));
    const { Type, Value, Description, Tier } = properties;
    await cloud.call(caller, 'ssm', 'PutParameter', { Name: name, Type, Value, Description, Tier, Tags: tags });
    return { physicalId: name, attributes: { Type, Value } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    const { Type, Value, Description, Tier } = properties;
    const Name = current.physicalId;
    await cloud.call(caller, 'ssm', 'PutParameter', { Name, Type, Value, Description, Tier, Overwrite: true });
    return { physicalId: Name, attributes: { Type, Value } };
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'ssm', 'DeleteParameter', { Name: current.physicalId });
  },
});
