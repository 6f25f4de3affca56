import { operation } from '../../kernel/operation.ts';
import { requireAdministrator } from './administrator.ts';
import { invalidInput, notFound } from './error.ts';
import { principalOf } from './grants.ts';
import { type LakeResource, readResource, writeResource } from './lake-resource.ts';
import { allowed } from './permission.ts';
import { keyOf, type LakeStore } from './store.ts';

export const createLakeFormationOptIn = (store: LakeStore) =>
  operation('lakeformation', 'CreateLakeFormationOptIn', {
    permissions: () => allowed('CreateLakeFormationOptIn'),
    handle(input, { cloud, caller }) {
      requireAdministrator(store, caller, 'data lake administrator');
      const optIn = read(input);
      store.optIns.put(keyOf(optIn.principal, optIn.resource), { ...optIn, at: cloud.clock.now() });
      return {};
    },
  });

export const deleteLakeFormationOptIn = (store: LakeStore) =>
  operation('lakeformation', 'DeleteLakeFormationOptIn', {
    permissions: () => allowed('DeleteLakeFormationOptIn'),
    handle(input, { caller }) {
      requireAdministrator(store, caller, 'data lake administrator');
      const { principal, resource } = read(input);
      if (!store.optIns.delete(keyOf(principal, resource))) throw notFound('Opt-in not found.');
      return {};
    },
  });

export const listLakeFormationOptIns = (store: LakeStore) =>
  operation('lakeformation', 'ListLakeFormationOptIns', {
    permissions: () => allowed('ListLakeFormationOptIns'),
    handle(input, { cloud }) {
      const principal = input.Principal?.DataLakePrincipalIdentifier;
      const resource = input.Resource && JSON.stringify(readResource(input.Resource));
      const found = [...store.optIns.values()].filter(
        (optIn) =>
          (principal === undefined || optIn.principal === principal) &&
          (resource === undefined || JSON.stringify(optIn.resource) === resource),
      );
      return {
        LakeFormationOptInsInfoList: found.map((optIn) => ({
          Principal: { DataLakePrincipalIdentifier: optIn.principal },
          Resource: writeResource(optIn.resource, cloud.account),
          LastModified: new Date(optIn.at),
        })),
      };
    },
  });

type OptIn = { readonly principal: string; readonly resource: LakeResource };

function read(input: {
  readonly Principal: { readonly DataLakePrincipalIdentifier?: string | undefined } | undefined;
  readonly Resource: Parameters<typeof readResource>[0];
}): OptIn {
  const resource = readResource(input.Resource);
  if (resource.kind !== 'database' && resource.kind !== 'table')
    throw invalidInput('Only databases and tables can be opted in for.');
  return { principal: principalOf(input.Principal?.DataLakePrincipalIdentifier), resource };
}
