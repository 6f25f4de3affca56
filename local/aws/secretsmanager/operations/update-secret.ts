import { operation } from '../../../kernel/operation.ts';
import { findLiveSecret, onSecret, type SecretDeps } from '../find.ts';
import { addVersion } from '../version.ts';

export const updateSecret = (deps: SecretDeps) =>
  operation('secretsmanager', 'UpdateSecret', {
    permissions: (input) => onSecret(deps, 'UpdateSecret', input.SecretId),
    handle(input) {
      const secret = findLiveSecret(deps, input.SecretId);
      const at = deps.now();
      const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const versions = hasValue ? addVersion(secret.versions, input, at) : secret.versions;
      deps.store.put(secret.name, {
        ...secret,
        versions,
        changedAt: at,
        description: input.Description ?? secret.description,
      });
      return { ARN: secret.arn, Name: secret.name, ...(hasValue && { VersionId: versions[0]?.id }) };
    },
  });
