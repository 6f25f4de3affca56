import { randomBytes } from 'node:crypto';
import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { lookUp, onSecret, type SecretDeps } from '../find.ts';
import type { Secret } from '../store.ts';
import { addVersion } from '../version.ts';

export const createSecret = (deps: SecretDeps) =>
  operation('secretsmanager', 'CreateSecret', {
    permissions: (input) => onSecret(deps, 'CreateSecret', input.Name),
    handle(input) {
      const name = checkName(input.Name ?? '');
      const existing = lookUp(deps, name);
      if (existing?.deletionAt !== undefined)
        throw new AwsError(
          'InvalidRequestException',
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        );
      if (existing)
        throw new AwsError(
          'ResourceExistsException',
          `The operation failed because the secret ${name} already exists.`,
        );
      const at = deps.now();
      const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const secret: Secret = {
        name,
        arn: `arn:aws:secretsmanager:${deps.region}:${deps.account}:secret:${name}-${suffix()}`,
        description: input.Description,
        createdAt: at,
        changedAt: at,
        tags: Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
        versions: hasValue ? addVersion([], input, at) : [],
      };
      deps.store.put(name, secret);
      const version = secret.versions[0];
      return { ARN: secret.arn, Name: name, ...(version && { VersionId: version.id }) };
    },
  });

function checkName(name: string): string {
  if (!/^[\w/+=.@!-]{1,512}$/.test(name))
    throw new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  return name;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function suffix(): string {
  return [...randomBytes(6)].map((byte) => letters[byte % letters.length]).join('');
}
