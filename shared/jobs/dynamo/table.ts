import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export type Key = { readonly pk: string; readonly sk: string };

/** An update with names (`#state`) and values (`:at`) as plain values; undefined ones are left out. */
export type Change = {
  readonly update: string;
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
};

export type Page = { readonly items: readonly unknown[]; readonly next?: Readonly<Record<string, AttributeValue>> };
export type QueryOptions = {
  readonly newestFirst?: true;
  readonly most?: number;
  readonly filter?: string;
  readonly from?: Page['next'];
};

/** A DynamoDB table with pk and sk, in plain values. */
export type JobsTable = {
  readonly get: (key: Key) => Promise<unknown>;
  /** False when the condition does not hold. */
  readonly update: (key: Key, change: Change) => Promise<boolean>;
  /** What an update has set, as it is then; undefined when the condition does not hold. */
  readonly updated: (key: Key, change: Change) => Promise<unknown>;
  /** False when the condition does not hold. */
  readonly remove: (key: Key, condition: Pick<Change, 'values'> & { readonly condition: string }) => Promise<boolean>;
  /** One page of the items of a pk whose sk begins so. */
  readonly query: (key: Key, options: QueryOptions) => Promise<Page>;
  /** The same of the index that knows items by the table that they depend on; what was just written may be missing. */
  readonly queryDependency: (dependency: string, begins: string, options: QueryOptions) => Promise<Page>;
};

/** The index: its keys are `dependency` and `dependencyOrder`. */
export const dependencyIndex = 'by-dependency';

export function createJobsTable(client: Pick<DynamoDBClient, 'send'>, TableName: string): JobsTable {
  const valuesOf = (values: Change['values']) =>
    values === undefined || Object.keys(values).length === 0
      ? {}
      : { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) };
  const pageOf = async (asked: Partial<QueryCommandInput>): Promise<Page> => {
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ ...asked, TableName }));
    const items = Items.map((item) => unmarshall(item));
    return LastEvaluatedKey === undefined ? { items } : { items, next: LastEvaluatedKey };
  };
  const updateOf = (key: Key, { update, condition, names, values }: Change) => ({
    TableName,
    Key: marshall(key),
    UpdateExpression: update,
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: { ...names } }),
    ...valuesOf(values),
  });
  return {
    async get(key) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }));
      return Item && unmarshall(Item);
    },
    update: async (key, change) =>
      (await unlessRefused(client.send(new UpdateItemCommand(updateOf(key, change))))) !== undefined,
    async updated(key, change) {
      const command = new UpdateItemCommand({ ...updateOf(key, change), ReturnValues: 'UPDATED_NEW' });
      const answer = await unlessRefused(client.send(command));
      return answer && unmarshall(answer.Attributes ?? {});
    },
    async remove(key, { condition, values }) {
      const command = { TableName, Key: marshall(key), ConditionExpression: condition, ...valuesOf(values) };
      return (await unlessRefused(client.send(new DeleteItemCommand(command)))) !== undefined;
    },
    query: ({ pk, sk }, options) =>
      pageOf({
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ...valuesOf({ ':pk': pk, ':sk': sk }),
        ...optionsOf(options),
      }),
    // An index is never read consistently.
    queryDependency: (dependency, begins, options) =>
      pageOf({
        IndexName: dependencyIndex,
        KeyConditionExpression: 'dependency = :dependency AND begins_with(dependencyOrder, :begins)',
        ...valuesOf({ ':dependency': dependency, ':begins': begins }),
        ...optionsOf(options),
      }),
  };
}

function optionsOf({ newestFirst, most, filter, from }: QueryOptions): Partial<QueryCommandInput> {
  return {
    ...(newestFirst === undefined ? {} : { ScanIndexForward: false }),
    ...(most === undefined ? {} : { Limit: most }),
    ...(filter === undefined ? {} : { FilterExpression: filter }),
    ...(from === undefined ? {} : { ExclusiveStartKey: from }),
  };
}

/** Undefined where the condition does not hold. */
async function unlessRefused<T>(sent: Promise<T>): Promise<T | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
