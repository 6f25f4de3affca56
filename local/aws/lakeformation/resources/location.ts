import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { flag } from './schema.ts';

const schema = z.strictObject({
  ResourceArn: z.string(),
  RoleArn: z.string().optional(),
  UseServiceLinkedRole: flag,
  HybridAccessEnabled: flag.optional(),
  WithFederation: flag.optional(),
});

/** AWS::LakeFormation::Resource: a location that is registered. */
export const locationResource = resourceType('AWS::LakeFormation::Resource', {
  schema,
  replaceOn: ['ResourceArn'],
  async create(properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'RegisterResource', properties);
    return { physicalId: properties.ResourceArn, attributes: { Id: properties.ResourceArn } };
  },
  async update(current, { UseServiceLinkedRole: _role, ...properties }, _request, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'UpdateResource', { RoleArn: undefined, ...properties });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'DeregisterResource', { ResourceArn: current.physicalId });
  },
});
