import type { PartitionInput, StorageDescriptor } from '@aws-sdk/client-glue';
import { NoSuchKey } from '@aws-sdk/client-s3';
import { MeanwhileError } from '@tributary/shared/objects/note.ts';
import { readByHyparquet } from '@tributary/shared/parquet/testing/read-nested.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import * as z from 'zod';
import { hiveColumnsOf } from '../../glue/hive-type.ts';
import type { ReadFooter } from '../../glue/parquet-footer.ts';
import { createFilesForTests } from '../converting/files-for-tests.ts';
import { readFileTable } from '../core/table/file-table.ts';
import { registerAll } from './partitions.ts';
import type { ListObjects } from './raw-listing.ts';
import { createRetype } from './retype.ts';
import type { RetypeDeps } from './retype-deps.ts';
import { createStates } from './state.ts';

const footerOf = (body: Buffer) => {
  const metadata = parquetMetadata(new Uint8Array(body).buffer);
  const said = (metadata.key_value_metadata ?? []).map(({ key, value = '' }) => [key, value] as const);
  const columns = hiveColumnsOf(parquetSchema(metadata));
  return { columns, rows: Number(metadata.num_rows), metadata: Object.fromEntries(said) };
};

type Options = Parameters<typeof createFilesForTests>[0];

/** What retypes tables, with all in memory; `between` comes between any two calls. */
export function createRetypeForTests(options: Options = {}) {
  const { between = async () => undefined } = options;
  const files = createFilesForTests(options);
  const { lake, glue, raw } = files;
  const clock = { now: Date.UTC(2026, 10, 29, 12) };
  const queue: string[] = [];
  const toConvert: string[] = [];
  const told: string[] = [];
  const warned: string[] = [];
  const counts = { footers: 0 };
  const listObjects: ListObjects = async function* list(bucket, prefix, after = '') {
    await between();
    const all =
      bucket === 'raw-bucket'
        ? [...raw].map(([key, versions]) => ({ key, size: 1, modifiedAt: versions.at(-1)?.modifiedAt ?? 0 }))
        : [...lake.objects].map(([key, { length }]) => ({ key, size: length, modifiedAt: 0 }));
    yield* all
      .filter(({ key }) => key.startsWith(prefix) && key > after)
      .toSorted((one, other) => (one.key < other.key ? -1 : 1));
  };
  const readFooter: ReadFooter = async ({ key }) => {
    await between();
    counts.footers += 1;
    const body = lake.objects.get(key);
    if (body === undefined) throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
    return footerOf(body);
  };
  const deps: RetypeDeps & Parameters<typeof createRetype>[0] = {
    ...files,
    ...glue,
    hideColumns: async () => undefined,
    database: 'lake',
    rawBucket: 'raw-bucket',
    lakeBucket: 'lake-bucket',
    rejectedPrefix: 'rejected/test/',
    states: createStates(lake),
    listObjects,
    async removeObjects(_, keys) {
      await between();
      for (const key of keys) lake.objects.delete(key);
    },
    readFooter,
    async sendEvents(events) {
      await between();
      told.push(...events.map(({ type }) => type));
    },
    async next(step) {
      await between();
      queue.push(JSON.stringify(step));
    },
    async convertLater(key) {
      await between();
      toConvert.push(key);
    },
    keepMs: 0,
    now: () => clock.now,
    log: { info: () => undefined, warn: (text) => void warned.push(String(text)) },
  };
  const retype = createRetype(deps);
  /** As events would have it registered. */
  const register = async (name: string): Promise<void> => {
    const found = await glue.findTable('lake', name);
    const table = found && readFileTable(found, found.parameters);
    if (table !== undefined) await registerAll(deps, { name, table });
  };
  return {
    ...files,
    deps,
    clock,
    queue,
    toConvert,
    told,
    warned,
    counts,
    retype,
    register,
    /** Takes messages until none is left; one that fails comes again. */
    async work(remainingMs: () => number = () => 300_000): Promise<void> {
      for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
        const isDone = await isDoneBy(retype(JSON.parse(message), remainingMs));
        if (!isDone) queue.unshift(message);
      }
      for (let key = toConvert.shift(); key !== undefined; key = toConvert.shift()) await files.convert(key);
    },
    read: (name: string) => readTable({ ...files, name }),
  };
}

async function isDoneBy(working: Promise<void>): Promise<boolean> {
  try {
    await working;
    return true;
  } catch (error) {
    if (error instanceof Killed || error instanceof MeanwhileError) return false;
    throw error;
  }
}

export class Killed extends Error {
  override readonly name = 'Killed';
}

const shownJson = (value: unknown) =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}` : each instanceof Map ? [...each] : each));

type Reading = Pick<ReturnType<typeof createFilesForTests>, 'glue' | 'lake'> & { readonly name: string };

/** The rows of a table as Athena reads them, in no order, and its columns. Throws where a file has other types than its partition, or that than the table. */
async function readTable({ glue, lake, name }: Reading): Promise<{ columns: string[]; rows: string[] }> {
  const { input, partitions } = glue.tables.get(`lake.${name}`) ?? { input: undefined, partitions: new Map() };
  if (input?.TableType === 'VIRTUAL_VIEW') return readTable({ glue, lake, name: besideIn(input.ViewOriginalText) });
  const columns = namesOf(input?.StorageDescriptor);
  const rows = await Promise.all(
    [...partitions.values()].map((partition) => readPartition(lake.objects, partition, columns)),
  );
  return { columns, rows: rows.flat().toSorted() };
}

const view = z.object({ originalSql: z.string() });

function besideIn(viewText = ''): string {
  const [, text = ''] = /Presto View: (\S+) /.exec(viewText) ?? [];
  const { originalSql } = view.parse(JSON.parse(Buffer.from(text, 'base64').toString()));
  return /FROM "lake"."(\w+)"$/.exec(originalSql)?.[1] ?? '';
}

function namesOf({ Columns: columns = [] }: StorageDescriptor = {}): string[] {
  return columns.map(({ Name = '', Type = '' }) => `${Name} ${Type}`);
}

async function readPartition(
  objects: ReadonlyMap<string, Buffer>,
  { Values: values = [], StorageDescriptor: storage = {} }: PartitionInput,
  columns: readonly string[],
): Promise<readonly string[]> {
  const own = namesOf(storage);
  if (own.some((column, at) => !isWithin(column, columns[at])))
    throw new Error(`The partition ${values.join('/')} has ${own.join()} where the table has ${columns.join()}`);
  const folder = (storage.Location ?? '').replace('s3://lake-bucket/', '');
  const files = [...objects].filter(([key]) =>
    /^[^/]+\.parquet$/.test(key.startsWith(folder) ? key.slice(folder.length) : ''),
  );
  for (const [key, body] of files) expectTypes(key, body, own);
  const wrong = files.find(
    ([key]) =>
      partitionsOf(key)
        .map(({ value }) => value)
        .join() !== values.join(),
  );
  if (wrong !== undefined) throw new Error(`${wrong[0]} is in the partition ${values.join('/')}`);
  const rows = await Promise.all(files.map(([, body]) => rowsOf(body)));
  return rows.flat().map((row) => `${JSON.stringify(values)} ${row}`);
}

const read = new WeakMap<Buffer, readonly string[]>();

async function rowsOf(body: Buffer): Promise<readonly string[]> {
  const rows = read.get(body) ?? (await readByHyparquet(body)).map((row) => shownJson(sorted(row)));
  read.set(body, rows);
  return rows;
}

function sorted(row: unknown): unknown {
  return Object.entries(Object(row))
    .filter(([, value]) => value !== null && value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function expectTypes(key: string, body: Buffer, own: readonly string[]): void {
  const others = footerOf(body).columns.filter(
    ({ name, type }) => !own.some((column) => isWithin(`${name} ${type}`, column)),
  );
  if (others.length > 0)
    throw new Error(
      `${key} has ${others.map(({ name, type }) => `${name} ${type}`).join()}, its partition ${own.join()}`,
    );
}

/** The same, or a struct that has got fields at its end since, of which readers find NULL. */
function isWithin(column: string, later = ''): boolean {
  return column === later || later.startsWith(`${column.slice(0, -1)},`);
}
