import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });

export const aliasResource = resourceType('AWS::KMS::Alias', {
  schema,
  replaceOn: ['AliasName'],
  async create(properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'kms', 'CreateAlias', properties);
    return { physicalId: properties.AliasName, attributes: {} };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'kms', 'UpdateAlias', properties);
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'kms', 'DeleteAlias', { AliasName: current.physicalId });
  },
});
