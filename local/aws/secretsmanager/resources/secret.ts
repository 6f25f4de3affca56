import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { generateSecret, generateSecretString } from '../generate.ts';

const schema = z
  .strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    SecretString: z.string().optional(),
    GenerateSecretString: generateSecretString.optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  })
  .refine((properties) => properties.SecretString === undefined || properties.GenerateSecretString === undefined, {
    error: 'give either SecretString or GenerateSecretString',
  });

/** AWS::SecretsManager::Secret: Ref is its ARN; attribute Id the same. */
export const secretResource = resourceType('AWS::SecretsManager::Secret', {
  schema,
  replaceOn: ['Name'],
  async create(properties, request, { cloud, caller }) {
    const generated = properties.GenerateSecretString && generateSecret(properties.GenerateSecretString);
    const { ARN: arn = '' } = await cloud.call(caller, 'secretsmanager', 'CreateSecret', {
      Name: properties.Name ?? request.generatedName,
      Description: properties.Description,
      SecretString: properties.SecretString ?? generated,
      Tags: [...Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })), ...(properties.Tags ?? [])],
    });
    return { physicalId: arn, attributes: { Id: arn } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'secretsmanager', 'UpdateSecret', {
      SecretId: current.physicalId,
      Description: properties.Description ?? '',
      SecretString: properties.SecretString,
    });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'secretsmanager', 'DeleteSecret', {
      SecretId: current.physicalId,
      ForceDeleteWithoutRecovery: true,
    });
  },
});
