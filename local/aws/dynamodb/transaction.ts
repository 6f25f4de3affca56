import { z } from 'zod';
import { type Dynalite, RefusedError } from './dynalite.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostItems = 100;

const item = z.record(z.string(), z.unknown());
const part = z.looseObject({
  TableName: z.string(),
  Key: item.optional(),
  Item: item.optional(),
  ReturnValuesOnConditionCheckFailure: z.string().optional(),
});
const parts = z.strictObject({
  ConditionCheck: part.optional(),
  Put: part.optional(),
  Delete: part.optional(),
  Update: part.optional(),
});
const request = z.looseObject({ TransactItems: z.array(parts) });
const found = z.object({ Item: item.optional() });
const described = z.object({ Table: z.object({ KeySchema: z.array(z.object({ AttributeName: z.string() })) }) });

type Item = z.output<typeof item>;
type Write = {
  /** What dynalite checks and does it as; a condition that is only checked is not done. */
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  readonly isDone: boolean;
  readonly body: z.output<typeof part>;
  readonly key: Item;
};
type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item | undefined };

/** TransactWriteItems, which dynalite has not: all writes or none. Nobody else may write or read meanwhile. */
export async function transact(dynalite: Dynalite, input: unknown): Promise<unknown> {
  const writes = await writesOf(dynalite, request.parse(input).TransactItems);
  const before: (Item | undefined)[] = [];
  for (const { body, key } of writes) before.push(await read(dynalite, body.TableName, key));
  refuse(writes.map((write, index) => reasonOf(dynalite, write, before[index])));
  const done: number[] = [];
  try {
    for (const [index, { operation, isDone, body }] of writes.entries()) {
      if (isDone) await dynalite.run(operation, fields(body));
      done.push(index);
    }
  } catch (error) {
    for (const index of done) await restore(dynalite, writes[index], before[index]);
    const reason = { Code: 'ValidationError', Message: messageOf(error) };
    throw cancelled(writes.map((_write, index) => (index === done.length ? reason : none)));
  }
  return {};
}

async function writesOf(dynalite: Dynalite, items: readonly z.output<typeof parts>[]): Promise<readonly Write[]> {
  if (items.length < 1 || items.length > mostItems)
    throw invalid(`Member must have length less than or equal to ${mostItems}, and at least 1: transactItems`);
  const writes: Write[] = [];
  for (const given of items) writes.push(await writeOf(dynalite, given));
  const names = writes.map(({ body, key }) => JSON.stringify([body.TableName, Object.entries(key).sort(byName)]));
  if (new Set(names).size < names.length)
    throw invalid('Transaction request cannot include multiple operations on one item');
  return writes;
}

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]) => (left < right ? -1 : 1);

async function writeOf(dynalite: Dynalite, given: z.output<typeof parts>): Promise<Write> {
  const { Put, Update, Delete, ConditionCheck } = given;
  if (Object.values(given).filter((one) => one !== undefined).length !== 1)
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  if (Put) return { operation: 'PutItem', isDone: true, body: Put, key: await keyOf(dynalite, Put) };
  if (Update) return { operation: 'UpdateItem', isDone: true, body: Update, key: Update.Key ?? {} };
  if (Delete) return { operation: 'DeleteItem', isDone: true, body: Delete, key: Delete.Key ?? {} };
  const body = ConditionCheck ?? { TableName: '' };
  return { operation: 'DeleteItem', isDone: false, body, key: body.Key ?? {} };
}

async function keyOf(dynalite: Dynalite, { TableName, Item = {} }: z.output<typeof part>): Promise<Item> {
  const { Table } = described.parse(await dynalite.run('DescribeTable', { TableName }));
  const names = Table.KeySchema.map(({ AttributeName }) => AttributeName);
  return Object.fromEntries(Object.entries(Item).filter(([name]) => names.includes(name)));
}

async function read(dynalite: Dynalite, TableName: string, Key: Item): Promise<Item | undefined> {
  return found.parse(await dynalite.run('GetItem', { TableName, Key, ConsistentRead: true })).Item;
}

const none: Reason = { Code: 'None' };

function reasonOf(dynalite: Dynalite, { operation, body }: Write, before: Item | undefined): Reason {
  if (dynalite.holds(operation, fields(body), before)) return none;
  const isTold = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined;
  const told = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
  return isTold ? { ...told, Item: before } : told;
}

/** What dynalite is given: a copy, as it changes what it gets. */
function fields({ ReturnValuesOnConditionCheckFailure: _told, ...body }: z.output<typeof part>): unknown {
  return structuredClone(body);
}

function refuse(reasons: readonly Reason[]): void {
  if (reasons.some((reason) => reason !== none)) throw cancelled(reasons);
}

function cancelled(reasons: readonly Reason[]): RefusedError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new RefusedError({
    statusCode: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      CancellationReasons: reasons,
    },
  });
}

async function restore(dynalite: Dynalite, write: Write | undefined, before: Item | undefined): Promise<void> {
  if (!write?.isDone) return;
  const { TableName } = write.body;
  if (before === undefined) await dynalite.run('DeleteItem', { TableName, Key: write.key });
  else await dynalite.run('PutItem', { TableName, Item: before });
}

const message = z.looseObject({ message: z.string() });

function messageOf(error: unknown): string {
  if (!(error instanceof RefusedError)) throw error;
  return message.safeParse(error.body).data?.message ?? error.message;
}

function invalid(text: string): RefusedError {
  return new RefusedError({
    statusCode: 400,
    body: { __type: 'com.amazon.coral.validate#ValidationException', message: text },
  });
}
