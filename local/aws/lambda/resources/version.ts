import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  FunctionName: z.string(),
  CodeSha256: z.string().optional(),
  Description: z.string().optional(),
});

/** A version is never changed: every property makes a new one. */
export const versionResource = resourceType('AWS::Lambda::Version', {
  schema,
  replaceOn: ['FunctionName', 'CodeSha256', 'Description'],
  async create(properties, _request, { cloud, caller }) {
    const { FunctionArn = '', Version = '' } = await cloud.call(caller, 'lambda', 'PublishVersion', properties);
    return { physicalId: FunctionArn, attributes: { Version, FunctionArn } };
  },
  update: async (current) => current,
  async remove(current, _properties, { cloud, caller }) {
    const { Versions = [] } = await cloud
      .call(caller, 'lambda', 'ListVersionsByFunction', { FunctionName: current.physicalId })
      .catch(() => ({ Versions: [] }));
    if (Versions.some((version) => version.FunctionArn === current.physicalId))
      await cloud.call(caller, 'lambda', 'DeleteFunction', { FunctionName: current.physicalId });
  },
});
