import type { Caller } from '../../kernel/caller.ts';
import type { LakeEntity, LakeGrants } from '../../kernel/lake-grants.ts';
import type { LakeResource, TagValues } from './lake-resource.ts';
import { keyOf, type LakeStore, type StoredGrant } from './store.ts';

/** What grants bind a role at an entity that it was opted in for; undefined for whoever was not. */
export function accessTo(store: LakeStore, caller: Caller, entity: LakeEntity): LakeGrants | undefined {
  if (caller.kind !== 'role') return undefined;
  const at = { database: entity.database.toLowerCase(), table: entity.table?.toLowerCase() };
  const isOptedIn = [...store.optIns.values()].some(
    ({ principal, resource }) => principal === caller.roleArn && isOf(resource, at),
  );
  if (!isOptedIn) return undefined;
  const grants = [...store.grants.values()].filter(({ principal }) => principal === caller.roleArn);
  return at.table === undefined
    ? ofDatabase(store, grants, at.database)
    : ofTable(store, grants, { database: at.database, table: at.table });
}

type At = { readonly database: string; readonly table: string | undefined };
type Table = { readonly database: string; readonly table: string };

/** An opt-in of a database is for the database alone: its tables are opted in for by name, or all. */
function isOf(resource: LakeResource, { database, table }: At): boolean {
  if (resource.kind === 'database') return table === undefined && resource.database === database;
  if (resource.kind !== 'table' || table === undefined) return false;
  return resource.database === database && (resource.table === undefined || resource.table === table);
}

function ofDatabase(store: LakeStore, grants: readonly StoredGrant[], database: string): LakeGrants {
  const tags = tagsOf(store, [database]);
  const permissions = new Set(
    grants
      .filter(({ resource }) =>
        resource.kind === 'policy'
          ? resource.of === 'DATABASE' && matches(resource.expression, tags)
          : resource.kind === 'database' && resource.database === database,
      )
      .flatMap((grant) => grant.permissions),
  );
  return {
    isGranted: permissions.size > 0,
    has: (permission) => hasOne([...permissions], permission),
    canSelect: () => false,
    readerOf: (uri) => readerOf(store, uri),
  };
}

function ofTable(store: LakeStore, grants: readonly StoredGrant[], table: Table): LakeGrants {
  const tagged = taggedColumns(store, table);
  const mayRead = (grant: StoredGrant) => hasOne(grant.permissions, 'SELECT');
  const canSelect = (column: string) =>
    grants.some((grant) => mayRead(grant) && coversColumn(store, grant.resource, table, column.toLowerCase()));
  /** What takes the whole table is granted by tags only where no column is left out. https://docs.aws.amazon.com/lake-formation/latest/dg/TBAC-notes.html */
  const has = (permission: string) =>
    grants.some(
      ({ permissions, resource }) =>
        hasOne(permissions, permission) &&
        coversTable(store, resource, table) &&
        (permission === 'DESCRIBE' || tagged.every((column) => coversColumn(store, resource, table, column))),
    );
  return {
    isGranted:
      grants.some(({ resource }) => coversTable(store, resource, table) || isColumnsOf(resource, table)) ||
      tagged.some(canSelect),
    has,
    canSelect,
    readerOf: (uri) => readerOf(store, uri),
  };
}

function coversTable(store: LakeStore, resource: LakeResource, { database, table }: Table): boolean {
  if (resource.kind === 'policy')
    return resource.of === 'TABLE' && matches(resource.expression, tagsOf(store, [database, table]));
  return resource.kind === 'table' && isOf(resource, { database, table });
}

function coversColumn(store: LakeStore, resource: LakeResource, { database, table }: Table, column: string): boolean {
  if (resource.kind === 'policy')
    return resource.of === 'TABLE' && matches(resource.expression, tagsOf(store, [database, table, column]));
  if (resource.kind === 'columns')
    return (
      isColumnsOf(resource, { database, table }) &&
      (resource.columns?.includes(column) ?? !resource.except?.includes(column))
    );
  return coversTable(store, resource, { database, table });
}

function isColumnsOf(resource: LakeResource, { database, table }: Table): boolean {
  return resource.kind === 'columns' && resource.database === database && resource.table === table;
}

/** The columns of a table that have a tag of their own. */
function taggedColumns(store: LakeStore, { database, table }: Table): readonly string[] {
  const prefix = `${keyOf(database, table).slice(0, -1)},`;
  return [...store.assigned.keys()].filter((key) => key.startsWith(prefix)).map((key) => String(JSON.parse(key)[2]));
}

/** The tags of a database, table or column: its own values before those that it inherits. */
export function tagsOf(store: LakeStore, path: readonly string[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...path.map((_, at) => store.assigned.get(keyOf(...path.slice(0, at + 1)))));
}

function hasOne(permissions: readonly string[], permission: string): boolean {
  return permissions.includes(permission) || permissions.includes('ALL');
}

function matches(expression: readonly TagValues[], tags: Readonly<Record<string, string>>): boolean {
  return expression.every(({ key, values }) => values.includes(tags[key] ?? ''));
}

function readerOf(store: LakeStore, uri: string): Caller | undefined {
  const arn = uri.replace(/^s3[an]?:\/\//, 'arn:aws:s3:::');
  const location = [...store.locations.values()].find((each) => `${arn}/`.startsWith(each.arn.replace(/\/*$/, '/')));
  return location && { kind: 'role', roleArn: location.roleArn, sessionName: 'AWSLF-00-AT' };
}
