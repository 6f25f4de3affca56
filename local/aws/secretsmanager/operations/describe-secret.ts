import { operation } from '../../../kernel/operation.ts';
import { describeSecret as describe, stagesByVersion } from '../describe.ts';
import { findSecret, onSecret, type SecretDeps } from '../find.ts';

export const describeSecret = (deps: SecretDeps) =>
  operation('secretsmanager', 'DescribeSecret', {
    permissions: (input) => onSecret(deps, 'DescribeSecret', input.SecretId),
    handle(input) {
      const secret = findSecret(deps, input.SecretId);
      return { ...describe(secret), VersionIdsToStages: stagesByVersion(secret) };
    },
  });
