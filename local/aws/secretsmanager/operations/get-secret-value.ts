import { operation } from '../../../kernel/operation.ts';
import { findLiveSecret, findVersion, onSecret, type SecretDeps } from '../find.ts';

export const getSecretValue = (deps: SecretDeps) =>
  operation('secretsmanager', 'GetSecretValue', {
    permissions: (input) => onSecret(deps, 'GetSecretValue', input.SecretId),
    handle(input) {
      const secret = findLiveSecret(deps, input.SecretId);
      const version = findVersion(secret, input.VersionId, input.VersionStage);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: [...version.stages],
        CreatedDate: new Date(version.createdAt),
        ...(version.text !== undefined && { SecretString: version.text }),
        ...(version.base64 !== undefined && { SecretBinary: Buffer.from(version.base64, 'base64') }),
      };
    },
  });
