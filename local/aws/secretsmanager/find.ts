import { AwsError } from '../../kernel/error.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { Secret, SecretStore, SecretVersion } from './store.ts';

export type SecretDeps = {
  readonly store: SecretStore;
  readonly account: string;
  readonly region: string;
  readonly now: () => number;
};

/** The secret by name, by ARN, or by an ARN without its random suffix; undefined once its recovery window has passed. */
export function lookUp(deps: SecretDeps, id = ''): Secret | undefined {
  const secret =
    deps.store.get(id) ?? [...deps.store.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id);
  if (secret?.deletionAt === undefined || secret.deletionAt > deps.now()) return secret;
  deps.store.delete(secret.name);
  return undefined;
}

export function findSecret(deps: SecretDeps, id: string | undefined): Secret {
  const secret = lookUp(deps, id);
  if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
  return secret;
}

/** As findSecret, but a secret that is marked for deletion is InvalidRequestException. */
export function findLiveSecret(deps: SecretDeps, id: string | undefined): Secret {
  const secret = findSecret(deps, id);
  if (secret.deletionAt !== undefined)
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  return secret;
}

export function findVersion(secret: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  const wantedStage = stage ?? (id === undefined ? 'AWSCURRENT' : undefined);
  const found = secret.versions.find(
    (version) =>
      (id === undefined || version.id === id) && (wantedStage === undefined || version.stages.includes(wantedStage)),
  );
  if (found) return found;
  const what = id === undefined ? `staging label: ${wantedStage}` : `VersionId: ${id}`;
  throw notFound(`Secrets Manager can't find the specified secret value for ${what}`);
}

export function onSecret(deps: SecretDeps, action: string, id = ''): readonly Permission[] {
  const { account, region } = deps;
  const resource =
    lookUp(deps, id)?.arn ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${account}:secret:${id}`);
  return [{ action: `secretsmanager:${action}`, resource }];
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
