import type { Permission } from '../../../kernel/permission.ts';

type Place = { readonly region: string; readonly account: string };

/** What Athena calls the function and the Glue connection that it makes for a FEDERATED catalog. */
export const connectorName = (catalog: string): string => `athenafederatedcatalog_${catalog.replace(/[@\\-]/g, '_')}`;

/** What a query of a FEDERATED catalog needs beside Athena's own permissions: its connection, and the function that reads for it. */
export function usePermissions(catalog: string, { region, account }: Place): readonly Permission[] {
  const glue = `arn:aws:glue:${region}:${account}`;
  return [
    { action: 'glue:GetConnection', resource: `${glue}:catalog` },
    { action: 'glue:GetConnection', resource: `${glue}:connection/${connectorName(catalog)}` },
    {
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:${region}:${account}:function:${connectorName(catalog)}`,
    },
  ];
}
