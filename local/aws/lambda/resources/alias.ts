import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Name: z.string(),
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Description: z.string().optional(),
});

/** Points a name at a published version. */
export const aliasResource = resourceType('AWS::Lambda::Alias', {
  schema,
  replaceOn: ['Name', 'FunctionName'],
  async create(properties, _request, { cloud, caller }) {
    const { AliasArn = '' } = await cloud.call(caller, 'lambda', 'CreateAlias', properties);
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'lambda', 'UpdateAlias', properties);
    return current;
  },
  async remove(_current, { FunctionName, Name }, { cloud, caller }) {
    await cloud.call(caller, 'lambda', 'DeleteAlias', { FunctionName, Name });
  },
});
