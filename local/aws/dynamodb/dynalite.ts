import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Cloud } from '../../kernel/cloud.ts';
import { createIndexMaker, type IndexMaker } from './dynalite-index.ts';

/** dynalite's tables and items on this disk, without the server that it puts before them: nobody else may come in. */
export type Dynalite = {
  /** Takes and gives what DynamoDB's JSON protocol has in its bodies. Throws RefusedError for DynamoDB's own errors. */
  run(operation: string, body: unknown): Promise<unknown>;
  /** Of tables that are there. */
  readonly indexes: IndexMaker;
  close(): Promise<void>;
};

/** DynamoDB's error, as its body has it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly body: unknown;

  constructor({ statusCode, body }: z.infer<typeof refusalSchema>) {
    super('DynamoDB refuses the request');
    this.status = statusCode;
    this.body = body;
  }
}

type Done = (error: unknown, value?: unknown) => void;

const refusalSchema = z.object({ statusCode: z.number(), body: z.unknown() });
const callable = <T>() => z.custom<T>((value) => typeof value === 'function');
const storeSchema = z.looseObject({
  lifecycleManager: z.looseObject({ gracefulClose: callable<(done: (error?: unknown) => void) => void>() }),
});
const storeModule = z.looseObject({ create: callable<(options: Readonly<Record<string, unknown>>) => unknown>() });
const checksModule = z.looseObject({
  checkTypes: callable<(body: unknown, types: unknown) => unknown>(),
  checkValidations: callable<(body: unknown, types: unknown, custom: unknown, store: unknown) => void>(),
});
const checkSchema = z.looseObject({ types: z.unknown(), custom: z.unknown().optional() });
const actionSchema = callable<(store: unknown, body: unknown, done: Done) => void>();

/** dynalite has no types of its own and is CommonJS; its server (`dynalite/index.js`) does the same as this with what HTTP brings. */
const require = createRequire(import.meta.url);

export function openDynalite(path: string, cloud: Pick<Cloud, 'account' | 'region'>): Dynalite {
  const { create } = storeModule.parse(require('dynalite/db'));
  const checks = checksModule.parse(require('dynalite/validations'));
  const store = inPlace(cloud, () => create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
  const { lifecycleManager } = storeSchema.parse(store);
  const run: Dynalite['run'] = (operation, body) => {
    const file = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
    const { types, custom } = checkSchema.parse(require(`dynalite/validations/${file}`));
    const act = actionSchema.parse(require(`dynalite/actions/${file}`));
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(refusalOf(error) ?? error);
      try {
        const checked = checks.checkTypes(body, types);
        checks.checkValidations(checked, types, custom, store);
        act(store, checked, (error, value) => (error ? fail(error) : resolve(value)));
      } catch (error) {
        fail(error);
      }
    });
  };
  return {
    run,
    indexes: createIndexMaker(store, (table) => scan(run, table)),
    close: () =>
      new Promise((resolve, reject) => {
        lifecycleManager.gracefulClose((error) => (error ? reject(error) : resolve()));
      }),
  };
}

const scanned = z.object({
  Items: z.array(z.unknown()).default([]),
  LastEvaluatedKey: z.unknown().optional(),
});

async function* scan(run: Dynalite['run'], TableName: string): AsyncGenerator<unknown> {
  let from: unknown;
  do {
    const body = { TableName, ...(from === undefined ? {} : { ExclusiveStartKey: from }) };
    const { Items, LastEvaluatedKey } = scanned.parse(await run('Scan', body));
    yield* Items;
    from = LastEvaluatedKey;
  } while (from !== undefined);
}

function refusalOf(error: unknown): RefusedError | undefined {
  const read = refusalSchema.safeParse(error);
  return read.success ? new RefusedError(read.data) : undefined;
}

/** dynalite takes account and region, for its ARNs, from the environment while it is made. */
function inPlace<T>({ account, region }: Pick<Cloud, 'account' | 'region'>, make: () => T): T {
  const { AWS_ACCOUNT_ID, AWS_REGION } = process.env;
  Object.assign(process.env, { AWS_ACCOUNT_ID: account, AWS_REGION: region });
  try {
    return make();
  } finally {
    restore('AWS_ACCOUNT_ID', AWS_ACCOUNT_ID);
    restore('AWS_REGION', AWS_REGION);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
