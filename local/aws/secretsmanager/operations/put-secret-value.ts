import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { findLiveSecret, onSecret, type SecretDeps } from '../find.ts';
import { addVersion } from '../version.ts';

export const putSecretValue = (deps: SecretDeps) =>
  operation('secretsmanager', 'PutSecretValue', {
    permissions: (input) => onSecret(deps, 'PutSecretValue', input.SecretId),
    handle(input) {
      const secret = findLiveSecret(deps, input.SecretId);
      if (input.SecretString === undefined && input.SecretBinary === undefined)
        throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
      const at = deps.now();
      const versions = addVersion(secret.versions, input, at);
      deps.store.put(secret.name, { ...secret, versions, changedAt: at });
      const [current] = versions;
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: current?.id,
        VersionStages: [...(current?.stages ?? [])],
      };
    },
  });
