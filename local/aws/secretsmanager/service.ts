import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import type { SecretDeps } from './find.ts';
import { createSecret } from './operations/create-secret.ts';
import { deleteSecret } from './operations/delete-secret.ts';
import { describeSecret } from './operations/describe-secret.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { listSecrets } from './operations/list-secrets.ts';
import { putSecretValue } from './operations/put-secret-value.ts';
import { updateSecret } from './operations/update-secret.ts';
import { secretResource } from './resources/secret.ts';
import { openSecretStore } from './store.ts';

const operations = [
  createSecret,
  getSecretValue,
  describeSecret,
  putSecretValue,
  updateSecret,
  deleteSecret,
  listSecrets,
];

/** Secrets Manager, without rotation. */
export function createSecretsManager(cloud: Pick<Cloud, 'account' | 'region' | 'stateDir' | 'clock'>): Service {
  const { account, region } = cloud;
  const deps: SecretDeps = { store: openSecretStore(cloud.stateDir), account, region, now: () => cloud.clock.now() };
  return { name: 'secretsmanager', operations: operations.map((create) => create(deps)), resources: [secretResource] };
}
