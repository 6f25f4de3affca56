import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { type KmsStore, keyArn } from './store.ts';

function aliasArn({ region, account }: Context['cloud'], name = ''): string {
  return `arn:aws:kms:${region}:${account}:${name}`;
}

/** An alias and the key that it names: both must be allowed. */
const onBoth =
  (store: KmsStore, action: string) =>
  (
    { AliasName, TargetKeyId }: { readonly AliasName?: string | undefined; readonly TargetKeyId?: string | undefined },
    { cloud }: Context,
  ) => [
    { action: `kms:${action}`, resource: aliasArn(cloud, AliasName) },
    { action: `kms:${action}`, resource: keyArn(cloud, store.find(TargetKeyId)) },
  ];

export const createAlias = (store: KmsStore) =>
  operation('kms', 'CreateAlias', {
    permissions: onBoth(store, 'CreateAlias'),
    handle({ AliasName = '', TargetKeyId }, { cloud }) {
      if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(AliasName) || AliasName.length > 256)
        throw new AwsError(
          'ValidationException',
          `Alias must start with the prefix "alias/". Please see its documentation.`,
        );
      if (AliasName.startsWith('alias/aws/')) throw new AwsError('NotAuthorizedException', '');
      if (store.aliases.has(AliasName))
        throw new AwsError(
          'AlreadyExistsException',
          `An alias with the name ${aliasArn(cloud, AliasName)} already exists`,
        );
      const keyId = store.find(TargetKeyId).id;
      store.aliases.put(AliasName, { name: AliasName, keyId, created: cloud.clock.now() });
      return {};
    },
  });

export const updateAlias = (store: KmsStore) =>
  operation('kms', 'UpdateAlias', {
    permissions: onBoth(store, 'UpdateAlias'),
    handle({ AliasName = '', TargetKeyId }, { cloud }) {
      const alias = store.aliases.get(AliasName);
      if (alias === undefined)
        throw new AwsError('NotFoundException', `Alias ${aliasArn(cloud, AliasName)} is not found.`);
      store.aliases.put(AliasName, { ...alias, keyId: store.find(TargetKeyId).id });
      return {};
    },
  });

export const deleteAlias = (store: KmsStore) =>
  operation('kms', 'DeleteAlias', {
    permissions: ({ AliasName }, { cloud }) => [{ action: 'kms:DeleteAlias', resource: aliasArn(cloud, AliasName) }],
    handle({ AliasName = '' }, { cloud }) {
      if (!store.aliases.delete(AliasName))
        throw new AwsError('NotFoundException', `Alias ${aliasArn(cloud, AliasName)} is not found.`);
      return {};
    },
  });

export const listAliases = (store: KmsStore) =>
  operation('kms', 'ListAliases', {
    permissions: () => [{ action: 'kms:ListAliases', resource: '*' }],
    handle({ KeyId }, { cloud }) {
      const id = KeyId === undefined ? undefined : store.find(KeyId).id;
      const Aliases = [...store.aliases.values()]
        .filter(({ keyId }) => id === undefined || keyId === id)
        .map(({ name: AliasName, keyId: TargetKeyId, created }) => ({
          AliasName,
          AliasArn: aliasArn(cloud, AliasName),
          TargetKeyId,
          CreationDate: new Date(created),
        }));
      return { Aliases, Truncated: false };
    },
  });
