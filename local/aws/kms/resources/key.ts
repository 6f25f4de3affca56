import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const flag = z.union([z.boolean(), z.stringbool()]);

const schema = z.strictObject({
  KeyPolicy: z.union([z.string(), z.looseObject({})]).optional(),
  Description: z.string().optional(),
  Enabled: flag.optional(),
  EnableKeyRotation: flag.optional(),
  KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
  KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
  PendingWindowInDays: z.coerce.number().int().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

/** Ref is the key's id. A key that the stack no longer has is scheduled to go, as on AWS. */
export const keyResource = resourceType('AWS::KMS::Key', {
  schema,
  replaceOn: [],
  async create(properties, { tags }, context) {
    const { cloud, caller } = context;
    const own = Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    const { KeyMetadata } = await cloud.call(caller, 'kms', 'CreateKey', {
      Policy: policyOf(properties),
      Description: properties.Description,
      Tags: Object.entries({ ...tags, ...own }).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    });
    const { KeyId = '', Arn = '' } = KeyMetadata ?? {};
    await switchAll(KeyId, properties, context);
    return { physicalId: KeyId, attributes: { Arn, KeyId } };
  },
  async update(current, properties, { tags }, context) {
    const { cloud, caller } = context;
    const KeyId = current.physicalId;
    const Policy = policyOf(properties);
    if (Policy !== undefined) await cloud.call(caller, 'kms', 'PutKeyPolicy', { KeyId, Policy });
    await cloud.call(caller, 'kms', 'UpdateKeyDescription', { KeyId, Description: properties.Description ?? '' });
    await switchAll(KeyId, properties, context);
    const own = Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    const Tags = Object.entries({ ...tags, ...own }).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    await cloud.call(caller, 'kms', 'TagResource', { KeyId, Tags });
    return current;
  },
  async remove(current, { PendingWindowInDays }, { cloud, caller }) {
    await cloud.call(caller, 'kms', 'ScheduleKeyDeletion', { KeyId: current.physicalId, PendingWindowInDays });
  },
});

function policyOf({ KeyPolicy }: Properties): string | undefined {
  return typeof KeyPolicy === 'object' ? JSON.stringify(KeyPolicy) : KeyPolicy;
}

/** Switches what is not as it should be, and asks for no more. */
async function switchAll(KeyId: string, { Enabled = true, EnableKeyRotation = false }: Properties, context: Context) {
  const { cloud, caller } = context;
  const { KeyMetadata } = await cloud.call(caller, 'kms', 'DescribeKey', { KeyId });
  if (KeyMetadata?.Enabled !== Enabled)
    await cloud.call(caller, 'kms', Enabled ? 'EnableKey' : 'DisableKey', { KeyId });
  const { KeyRotationEnabled } = await cloud.call(caller, 'kms', 'GetKeyRotationStatus', { KeyId });
  if (KeyRotationEnabled !== EnableKeyRotation)
    await cloud.call(caller, 'kms', EnableKeyRotation ? 'EnableKeyRotation' : 'DisableKeyRotation', { KeyId });
}
