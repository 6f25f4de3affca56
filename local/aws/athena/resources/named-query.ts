import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  Database: z.string(),
  Description: z.string().optional(),
  QueryString: z.string(),
  WorkGroup: z.string().optional(),
});

/** A named query cannot be changed: any change makes another. */
export const namedQueryResource = resourceType('AWS::Athena::NamedQuery', {
  schema,
  replaceOn: ['Name', 'Database', 'Description', 'QueryString', 'WorkGroup'],
  async create(properties, { generatedName }, { cloud, caller }) {
    const input = { ...properties, Name: properties.Name ?? generatedName };
    const { NamedQueryId = '' } = await cloud.call(caller, 'athena', 'CreateNamedQuery', input);
    return { physicalId: NamedQueryId, attributes: { NamedQueryId } };
  },
  update: async (current) => current,
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'DeleteNamedQuery', { NamedQueryId: current.physicalId });
  },
});
