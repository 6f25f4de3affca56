import type { DataLakeSettings, PrincipalPermissions } from '@aws-sdk/client-lakeformation';
import { notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { allowed } from './permission.ts';
import type { LakeStore } from './store.ts';

/** What new databases and tables are granted of themselves: everything, to whom IAM allows it. */
const byIam: PrincipalPermissions[] = [
  { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] },
];

export const getDataLakeSettings = (store: LakeStore) =>
  operation('lakeformation', 'GetDataLakeSettings', {
    permissions: () => allowed('GetDataLakeSettings'),
    handle: () => ({
      DataLakeSettings: {
        DataLakeAdmins: [...store.administrators.keys()].map((arn) => ({ DataLakePrincipalIdentifier: arn })),
        CreateDatabaseDefaultPermissions: byIam,
        CreateTableDefaultPermissions: byIam,
      },
    }),
  });

/** Replaces the settings, of which only the administrators may differ from an account's own. */
export const putDataLakeSettings = (store: LakeStore) =>
  operation('lakeformation', 'PutDataLakeSettings', {
    permissions: () => allowed('PutDataLakeSettings'),
    handle({ DataLakeSettings: given = {} }) {
      refuseOthers(given);
      for (const arn of [...store.administrators.keys()]) store.administrators.delete(arn);
      for (const { DataLakePrincipalIdentifier: arn = '' } of given.DataLakeAdmins ?? [])
        store.administrators.put(arn, true);
      return {};
    },
  });

function refuseOthers({ DataLakeAdmins: _admins, ...others }: DataLakeSettings): void {
  for (const [name, value] of Object.entries(others)) {
    const isByIam = name.endsWith('DefaultPermissions') && JSON.stringify(value) === JSON.stringify(byIam);
    if (value !== undefined && !isByIam) throw notCovered(`lakeformation: the data lake setting ${name}`);
  }
}
