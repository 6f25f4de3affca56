import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';

/** What an action on the catalog itself needs. */
export function onCatalog(action: string, { cloud }: Context): Permission[] {
  return [{ action: `glue:${action}`, resource: `arn:aws:glue:${cloud.region}:${cloud.account}:catalog` }];
}

/** What an action on a database needs: the catalog and the database. */
export function onDatabase(action: string, database: string | undefined, context: Context): Permission[] {
  const { region, account } = context.cloud;
  const name = (database ?? '').toLowerCase();
  return [
    ...onCatalog(action, context),
    { action: `glue:${action}`, resource: `arn:aws:glue:${region}:${account}:database/${name}` },
  ];
}

/** What an action on a table or its partitions needs: the catalog, the database and the table. */
export function onTable(
  action: string,
  names: { readonly DatabaseName?: string | undefined; readonly TableName?: string | undefined },
  context: Context,
): Permission[] {
  const { region, account } = context.cloud;
  const path = `${names.DatabaseName ?? ''}/${names.TableName ?? ''}`.toLowerCase();
  return [
    ...onDatabase(action, names.DatabaseName, context),
    { action: `glue:${action}`, resource: `arn:aws:glue:${region}:${account}:table/${path}` },
  ];
}
