import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { type ResourceRequest, resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  PrincipalOrgID: z.string().optional(),
});

async function add(properties: z.infer<typeof schema>, request: ResourceRequest, { cloud, caller }: Context) {
  const StatementId = request.generatedName.slice(0, 100);
  await cloud.call(caller, 'lambda', 'AddPermission', { ...properties, StatementId });
  return { physicalId: StatementId, attributes: { Id: StatementId } };
}

/** A statement of a function's resource policy. */
export const permissionResource = resourceType('AWS::Lambda::Permission', {
  schema,
  replaceOn: Object.keys(schema.shape),
  create: add,
  update: async (current) => current,
  async remove(current, { FunctionName }, { cloud, caller }) {
    await cloud.call(caller, 'lambda', 'RemovePermission', { FunctionName, StatementId: current.physicalId });
  },
});
