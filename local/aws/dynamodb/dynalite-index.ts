import { createRequire } from 'node:module';
import type { AttributeDefinition, CreateGlobalSecondaryIndexAction } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';

/** A global secondary index of a table that is there, which dynalite's UpdateTable passes over. */
export type IndexMaker = {
  /** Takes up what the table has; whoever writes meanwhile writes to the index, too. */
  create(table: string, index: NewIndex): Promise<void>;
  remove(table: string, index: string): Promise<void>;
};

export type NewIndex = CreateGlobalSecondaryIndexAction & {
  readonly attributes: readonly AttributeDefinition[] | undefined;
};

type Done = (error: unknown, value?: unknown) => void;
type Release = (done: Done) => Done;

const callable = <T>() => z.custom<T>((value) => typeof value === 'function');
const keyedSchema = z.looseObject({
  get: callable<(key: string, done: Done) => void>(),
  put: callable<(key: string, value: unknown, done: Done) => void>(),
  lock: callable<(key: string, act: (release: Release) => void) => void>(),
});
const storeSchema = z.looseObject({
  tableDb: keyedSchema,
  getTable: callable<(name: string, mustBeActive: boolean, done: Done) => void>(),
  getItemDb: callable<(name: string) => unknown>(),
  deleteIndexDb: callable<(type: string, table: string, index: string, done: Done) => void>(),
});
const dbModule = z.looseObject({
  createKey: callable<(item: unknown, table: unknown) => string>(),
  updateIndexes: callable<(store: unknown, table: unknown, before: unknown, item: unknown, done: Done) => void>(),
});
const attributeSchema = z.looseObject({ AttributeName: z.string() });
const indexSchema = z.looseObject({ IndexName: z.string(), KeySchema: z.array(attributeSchema) });
const tableSchema = z.looseObject({
  TableArn: z.string(),
  KeySchema: z.array(attributeSchema),
  AttributeDefinitions: z.array(attributeSchema),
  GlobalSecondaryIndexes: z.array(indexSchema).optional(),
  LocalSecondaryIndexes: z.array(indexSchema).optional(),
});
type Table = z.infer<typeof tableSchema>;

const require = createRequire(import.meta.url);

/** `scan` gives all items of a table, page by page. */
export function createIndexMaker(given: unknown, scan: (table: string) => AsyncIterable<unknown>): IndexMaker {
  const store = storeSchema.parse(given);
  const db = dbModule.parse(require('dynalite/db'));
  const changeTable = (name: string, change: (table: Table) => Table) =>
    locked(store.tableDb, name, (done) =>
      store.getTable(name, true, (error, value) => {
        if (error) return done(error);
        try {
          store.tableDb.put(name, change(tableSchema.parse(value)), done);
        } catch (refused) {
          done(refused);
        }
      }),
    );
  return {
    async create(name, index) {
      let made: Table | undefined;
      await changeTable(name, (table) => {
        made = withIndex(table, index);
        return made;
      });
      const only = {
        ...made,
        GlobalSecondaryIndexes: made?.GlobalSecondaryIndexes?.slice(-1),
        LocalSecondaryIndexes: [],
      };
      const items = keyedSchema.parse(store.getItemDb(name));
      for await (const item of scan(name)) {
        const key = db.createKey(item, only);
        // As it is now, not as it was when it was scanned.
        await locked(items, key, (done) =>
          items.get(key, (error, now) =>
            error ? done(undefined) : db.updateIndexes(given, only, undefined, now, done),
          ),
        );
      }
    },
    async remove(name, index) {
      await changeTable(name, (table) => withoutIndex(table, index));
      await new Promise<void>((resolve, reject) => {
        store.deleteIndexDb('Global', name, index, (error) => (error ? reject(error) : resolve()));
      });
    },
  };
}

function locked(db: z.infer<typeof keyedSchema>, key: string, act: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    db.lock(key, (release) => act(release((error) => (error ? reject(error) : resolve()))));
  });
}

function withIndex(table: Table, { attributes = [], ...index }: NewIndex): Table {
  const { IndexName = '', KeySchema = [] } = index;
  const known = table.GlobalSecondaryIndexes ?? [];
  if (known.some((each) => each.IndexName === IndexName))
    throw new AwsError('ValidationException', `Attempting to create an index which already exists: ${IndexName}`);
  const definitions = [...attributes, ...table.AttributeDefinitions].map((each) => attributeSchema.parse(each));
  const byName = new Map(definitions.map((each) => [each.AttributeName, each]));
  const missing = KeySchema.filter(({ AttributeName = '' }) => !byName.has(AttributeName));
  if (missing.length > 0)
    throw new AwsError(
      'ValidationException',
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.map(({ AttributeName }) => AttributeName).join(', ')}]`,
    );
  const made = indexSchema.parse({
    ...index,
    IndexArn: `${table.TableArn}/index/${IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: {
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
      ...index.ProvisionedThroughput,
      NumberOfDecreasesToday: 0,
    },
  });
  return pruned({ ...table, AttributeDefinitions: [...byName.values()], GlobalSecondaryIndexes: [...known, made] });
}

function withoutIndex(table: Table, name: string): Table {
  const { GlobalSecondaryIndexes: known = [], ...rest } = table;
  const left = known.filter(({ IndexName }) => IndexName !== name);
  if (left.length === known.length)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index ${name}`);
  return pruned({ ...rest, ...(left.length === 0 ? {} : { GlobalSecondaryIndexes: left }) });
}

/** A table has definitions of the attributes of its keys alone. */
function pruned(table: Table): Table {
  const keys = [table, ...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const used = new Set(keys.flatMap(({ KeySchema }) => KeySchema.map(({ AttributeName }) => AttributeName)));
  return { ...table, AttributeDefinitions: table.AttributeDefinitions.filter((each) => used.has(each.AttributeName)) };
}
