import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import type { Topic } from './record.ts';

/**
 * Who publishes to an encrypted topic needs its key: `kms:GenerateDataKey` and `kms:Decrypt`, which a key policy must give an AWS service.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export async function checkKey({ arn, attributes }: Topic, { cloud, caller }: Context): Promise<void> {
  const KeyId = attributes.KmsMasterKeyId;
  if (KeyId === undefined || KeyId === '' || caller.kind === 'admin') return;
  const { KeyMetadata } = await cloud
    .call({ kind: 'admin' }, 'kms', 'DescribeKey', { KeyId })
    .catch((error: unknown) => {
      throw new AwsError('KMSNotFound', error instanceof Error ? error.message : String(error));
    });
  if (KeyMetadata?.KeyState !== 'Enabled')
    throw new AwsError('KMSInvalidState', `${KeyMetadata?.Arn} is ${KeyMetadata?.KeyState}.`);
  const conditions = {
    'kms:ViaService': `sns.${cloud.region}.amazonaws.com`,
    'kms:EncryptionContext:aws:sns:topicArn': arn,
  };
  try {
    for (const action of ['kms:GenerateDataKey', 'kms:Decrypt'])
      cloud.authorize(caller, { action, resource: KeyMetadata.Arn ?? '', conditions });
  } catch (error) {
    throw new AwsError('KMSAccessDenied', error instanceof Error ? error.message : String(error));
  }
}
