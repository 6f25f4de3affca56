import { Permission } from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { columns, database, location, policy, table, tagPair } from './schema.ts';

const permissions = z.array(z.enum(Permission));

const schema = z.strictObject({
  Catalog: z.string().optional(),
  Principal: z.strictObject({ DataLakePrincipalIdentifier: z.string() }),
  Resource: z.strictObject({
    Database: database.optional(),
    Table: table.optional(),
    TableWithColumns: columns.optional(),
    LFTag: tagPair.optional(),
    LFTagPolicy: policy.optional(),
    DataLocation: location.optional(),
  }),
  Permissions: permissions,
  PermissionsWithGrantOption: permissions,
});

/** AWS::LakeFormation::PrincipalPermissions: one grant. */
export const principalPermissionsResource = resourceType('AWS::LakeFormation::PrincipalPermissions', {
  schema,
  replaceOn: ['Catalog', 'Principal', 'Resource', 'Permissions', 'PermissionsWithGrantOption'],
  async create({ Catalog: CatalogId, ...grant }, { generatedName }, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'GrantPermissions', { CatalogId, ...grant });
    return {
      physicalId: generatedName,
      attributes: {
        PrincipalIdentifier: grant.Principal.DataLakePrincipalIdentifier,
        ResourceIdentifier: JSON.stringify(grant.Resource),
      },
    };
  },
  update: async (current) => current,
  async remove(_current, { Catalog: CatalogId, ...grant }, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'RevokePermissions', { CatalogId, ...grant });
  },
});
