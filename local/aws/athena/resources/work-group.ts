import type { CreateWorkGroupInput, WorkGroupConfigurationUpdates } from '@aws-sdk/client-athena';
import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { cfnFlag, cfnTags } from './schema.ts';

const configuration = z.strictObject({
  BytesScannedCutoffPerQuery: z.coerce.number().optional(),
  EnforceWorkGroupConfiguration: cfnFlag.optional(),
  PublishCloudWatchMetricsEnabled: cfnFlag.optional(),
  RequesterPaysEnabled: cfnFlag.optional(),
  EngineVersion: z.strictObject({ SelectedEngineVersion: z.string().optional() }).optional(),
  ResultConfiguration: z
    .strictObject({
      OutputLocation: z.string().optional(),
      ExpectedBucketOwner: z.string().optional(),
      EncryptionConfiguration: z
        .strictObject({ EncryptionOption: z.enum(['SSE_S3', 'SSE_KMS']), KmsKey: z.string().optional() })
        .optional(),
    })
    .optional(),
});

const schema = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  RecursiveDeleteOption: cfnFlag.optional(),
  WorkGroupConfiguration: configuration.optional(),
  Tags: cfnTags,
});

type Properties = z.infer<typeof schema>;

export const workGroupResource = resourceType('AWS::Athena::WorkGroup', {
  schema,
  replaceOn: ['Name'],
  async create(properties, { tags }, { cloud, caller }) {
    const input: CreateWorkGroupInput = {
      Name: properties.Name,
      Description: properties.Description,
      Configuration: properties.WorkGroupConfiguration,
      Tags: allTags(tags, properties.Tags),
    };
    await cloud.call(caller, 'athena', 'CreateWorkGroup', input);
    if (properties.State === 'DISABLED')
      await cloud.call(caller, 'athena', 'UpdateWorkGroup', { WorkGroup: properties.Name, State: 'DISABLED' });
    return { physicalId: properties.Name, attributes: { CreationTime: String(Math.floor(cloud.clock.now() / 1000)) } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'UpdateWorkGroup', {
      WorkGroup: current.physicalId,
      Description: properties.Description,
      State: properties.State ?? 'ENABLED',
      ConfigurationUpdates: updatesOf(properties.WorkGroupConfiguration),
    });
    return current;
  },
  async remove(current, properties, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'DeleteWorkGroup', {
      WorkGroup: current.physicalId,
      RecursiveDeleteOption: properties.RecursiveDeleteOption,
    });
  },
});

/** The stack's tags and the resource's own. */
export function allTags(
  stack: Readonly<Record<string, string>>,
  own: readonly { readonly Key: string; readonly Value: string }[] = [],
): { Key: string; Value: string }[] {
  const merged = { ...stack, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, Value])) };
  return Object.entries(merged).map(([Key, Value]) => ({ Key, Value }));
}

function updatesOf(configuration: Properties['WorkGroupConfiguration'] = {}): WorkGroupConfigurationUpdates {
  const { ResultConfiguration: result, BytesScannedCutoffPerQuery: cutoff, ...others } = configuration;
  return {
    ...others,
    ...(cutoff === undefined ? { RemoveBytesScannedCutoffPerQuery: true } : { BytesScannedCutoffPerQuery: cutoff }),
    ResultConfigurationUpdates:
      result?.OutputLocation === undefined ? { RemoveOutputLocation: true } : { OutputLocation: result.OutputLocation },
  };
}
