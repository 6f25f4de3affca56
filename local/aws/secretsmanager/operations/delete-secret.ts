import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { findLiveSecret, onSecret, type SecretDeps } from '../find.ts';

const defaultRecoveryDays = 30;
const dayMs = 86_400_000;

export const deleteSecret = (deps: SecretDeps) =>
  operation('secretsmanager', 'DeleteSecret', {
    permissions: (input) => onSecret(deps, 'DeleteSecret', input.SecretId),
    handle(input) {
      const secret = findLiveSecret(deps, input.SecretId);
      const days = input.RecoveryWindowInDays ?? defaultRecoveryDays;
      if (days < 7 || days > 30)
        throw new AwsError(
          'InvalidParameterException',
          'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
        );
      const forced = input.ForceDeleteWithoutRecovery === true;
      const deletionAt = deps.now() + (forced ? 0 : days * dayMs);
      if (forced) deps.store.delete(secret.name);
      else deps.store.put(secret.name, { ...secret, deletionAt });
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletionAt) };
    },
  });
