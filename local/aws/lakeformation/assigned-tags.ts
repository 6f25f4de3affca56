import type { LFTagPair } from '@aws-sdk/client-lakeformation';
import type { Caller } from '../../kernel/caller.ts';
import { callerArn } from '../../kernel/caller.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { tagsOf } from './access.ts';
import { isAdministrator, requireAdministrator } from './administrator.ts';
import { insufficient, invalidInput, notFound } from './error.ts';
import { type LakeResource, readResource, tagValues } from './lake-resource.ts';
import { allowed } from './permission.ts';
import { keyOf, type LakeStore } from './store.ts';
import { findTag } from './tags.ts';

export const addLFTagsToResource = (store: LakeStore) =>
  operation('lakeformation', 'AddLFTagsToResource', {
    permissions: () => allowed('AddLFTagsToResource'),
    async handle(input, context) {
      const given = readPairs(store, input.LFTags);
      for (const path of await pathsOf(store, readResource(input.Resource), { context, given }))
        store.assigned.put(keyOf(...path), { ...store.assigned.get(keyOf(...path)), ...Object.fromEntries(given) });
      return { Failures: [] };
    },
  });

export const removeLFTagsFromResource = (store: LakeStore) =>
  operation('lakeformation', 'RemoveLFTagsFromResource', {
    permissions: () => allowed('RemoveLFTagsFromResource'),
    async handle(input, context) {
      const given = readPairs(store, input.LFTags);
      for (const path of await pathsOf(store, readResource(input.Resource), { context, given })) {
        const gone = new Map(given);
        const kept = Object.entries(store.assigned.get(keyOf(...path)) ?? {}).filter(([key]) => !gone.has(key));
        if (kept.length === 0) store.assigned.delete(keyOf(...path));
        else store.assigned.put(keyOf(...path), Object.fromEntries(kept));
      }
      return { Failures: [] };
    },
  });

export const getResourceLFTags = (store: LakeStore) =>
  operation('lakeformation', 'GetResourceLFTags', {
    permissions: () => allowed('GetResourceLFTags'),
    handle(input, { cloud }) {
      const resource = readResource(input.Resource);
      const { ShowAssignedLFTags: onlyOwn = false } = input;
      const pairs = (path: readonly string[]): LFTagPair[] =>
        Object.entries(onlyOwn ? (store.assigned.get(keyOf(...path)) ?? {}) : tagsOf(store, path)).map(
          ([TagKey, value]) => ({ CatalogId: cloud.account, TagKey, TagValues: [value] }),
        );
      if (resource.kind === 'database') return { LFTagOnDatabase: pairs([resource.database]) };
      const [database, table, columns] = tablePath(resource);
      return {
        LFTagOnDatabase: onlyOwn ? [] : pairs([database]),
        LFTagsOnTable: pairs([database, table]),
        LFTagsOnColumns: columns.map((Name) => ({ Name, LFTags: pairs([database, table, Name]) })),
      };
    },
  });

type Pairs = readonly (readonly [key: string, value: string])[];

function readPairs(store: LakeStore, given: readonly LFTagPair[] | undefined): Pairs {
  return (given ?? []).map((pair) => {
    const { key, values } = tagValues(pair);
    const [value, ...more] = values;
    if (value === undefined || more.length > 0)
      throw invalidInput('Only one value of an LF-Tag can be assigned to a resource.');
    if (!findTag(store, key).values.includes(value)) throw notFound('Tag or tag value does not exist.');
    return [key, value];
  });
}

/** The entities that tags are put on: each is there, and the caller may tag it. */
async function pathsOf(
  store: LakeStore,
  resource: LakeResource,
  { context, given }: { readonly context: Context; readonly given: Pairs },
): Promise<readonly (readonly string[])[]> {
  const { cloud, caller } = context;
  for (const [key, value] of given) requireAssociate(store, caller, { key, value });
  const admin: Caller = { kind: 'admin' };
  if (resource.kind === 'database') {
    await cloud.call(admin, 'glue', 'GetDatabase', { Name: resource.database });
    requireAdministrator(store, caller, `Alter on ${resource.database}`);
    return [[resource.database]];
  }
  const [database, table, columns] = tablePath(resource);
  const { Table: found } = await cloud.call(admin, 'glue', 'GetTable', { DatabaseName: database, Name: table });
  const isOwner = found?.CreatedBy === callerArn(caller, cloud.account);
  if (!isOwner) requireGrantable(store, caller, { database, table });
  if (resource.kind === 'table') return [[database, table]];
  const known = new Set(
    [...(found?.StorageDescriptor?.Columns ?? []), ...(found?.PartitionKeys ?? [])].map(({ Name = '' }) => Name),
  );
  const missing = columns.find((column) => !known.has(column));
  if (missing !== undefined) throw notFound(`Column ${missing} not found.`);
  return columns.map((column) => [database, table, column]);
}

function tablePath(resource: LakeResource): readonly [string, string, readonly string[]] {
  if (resource.kind === 'table' && resource.table !== undefined) return [resource.database, resource.table, []];
  if (resource.kind === 'columns' && resource.columns !== undefined)
    return [resource.database, resource.table, resource.columns];
  // https://github.com/aws/aws-sdk/issues/128
  throw invalidInput('Table name cannot be empty.');
}

function requireAssociate(store: LakeStore, caller: Caller, { key, value }: { key: string; value: string }): void {
  if (caller.kind !== 'role' || isAdministrator(store, caller)) return;
  const may = [...store.grants.values()].some(
    ({ principal, permissions, resource }) =>
      principal === caller.roleArn &&
      permissions.includes('ASSOCIATE') &&
      resource.kind === 'tag' &&
      resource.key === key &&
      (resource.values.includes(value) || resource.values.includes('*')),
  );
  if (!may) throw insufficient(`Associate on LF-Tag ${key}`);
}

/** What somebody who did not make a table needs with the grant option. https://docs.aws.amazon.com/lake-formation/latest/dg/TBAC-assigning-tags.html */
const taggers = ['DESCRIBE', 'ALTER', 'DROP', 'INSERT', 'SELECT', 'DELETE'] as const;

function requireGrantable(
  store: LakeStore,
  caller: Caller,
  { database, table }: { readonly database: string; readonly table: string },
): void {
  if (caller.kind !== 'role' || isAdministrator(store, caller)) return;
  const grantable = new Set(
    [...store.grants.values()].flatMap(({ principal, resource, grantable: options }) =>
      principal === caller.roleArn &&
      resource.kind === 'table' &&
      resource.database === database &&
      (resource.table ?? table) === table
        ? options
        : [],
    ),
  );
  if (!grantable.has('ALL') && !taggers.every((each) => grantable.has(each)))
    throw insufficient(`${taggers.join(', ')} with the grant option on ${table}`);
}
