import type { TableInput } from '@aws-sdk/client-glue';
import { correction, correctionsPrefix } from '@tributary/shared/corrections.ts';
import { objectCreated, type TableUpdated } from '@tributary/shared/events.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import { correctionUpdates } from '../../core/correction-updates.ts';
import { evolve } from '../../core/evolve.ts';
import { type GlueTable, storageOf, tableOf } from '../../core/glue-table.ts';
import type { HiveColumn } from '../../core/hive-type.ts';
import { type Place, placeOf } from '../../core/place.ts';
import type { DeclaredTables } from '../../core/tables-file.ts';
import { type PartitionDeps, settlePartition } from './settle-partition.ts';

export type LakeObject = {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly versionId?: string;
};
type Footer = { readonly columns: readonly HiveColumn[]; readonly rows?: number };
type FoundTable = {
  readonly version: string;
  readonly iceberg: boolean;
  readonly columns: readonly HiveColumn[];
  readonly partitionKeys: readonly string[];
  /** The table as it is, with these columns: UpdateTable replaces the whole of it. */
  readonly withColumns: (columns: readonly HiveColumn[]) => TableInput;
};

export type ReadFooter = (object: LakeObject) => Promise<Footer>;
/** An object's JSON. */
export type ReadJson = (object: LakeObject) => Promise<unknown>;
export type FindTable = (database: string, table: string) => Promise<FoundTable | undefined>;
/** How many tables of a database have names that begin so. */
export type CountTables = (database: string, namePrefix: string) => Promise<number>;
export type CreateTable = (database: string, table: GlueTable) => Promise<'created' | 'exists'>;
export type UpdateTable = (
  database: string,
  update: { readonly version: string; readonly input: TableInput },
) => Promise<'updated' | 'changed meanwhile'>;

export type RegisterDeps = Omit<PartitionDeps, 'tableColumns'> & {
  readonly databases: Readonly<Record<Place['database'], string>>;
  readonly declared: DeclaredTables;
  readonly readFooter: ReadFooter;
  readonly readJson: ReadJson;
  readonly findTable: FindTable;
  readonly countTables: CountTables;
  readonly createTable: CreateTable;
  readonly updateTable: UpdateTable;
  readonly sendEvents: SendEvents;
  readonly log: Pick<Log, 'info'>;
  readonly count: Count;
};

/** An object cannot be in its table; trying again does not help, somebody has to look. */
export class RegisterError extends Error {
  override readonly name = 'RegisterError';
}

type Schema = {
  readonly cause: 'created' | 'schema' | 'rows';
  readonly added: readonly string[];
  /** All that the table has now. */
  readonly columns: readonly HiveColumn[];
};

const maxRaces = 5;

/**
 * Makes a new object part of its table: table, columns, partition, and the event. Of a correction it only tells. Doing it again changes
 * nothing.
 */
export function createRegister(deps: RegisterDeps) {
  return async function register({ body }: Pick<Message, 'body'>): Promise<void> {
    const object = readObject(body);
    if (object.key.startsWith(correctionsPrefix)) return tellOfCorrection(deps, object);
    const place = placeOf(object.key, deps.declared);
    if (!place || object.size === 0) return deps.log.info('In no table', { key: object.key });
    const footer = place.columns ? { columns: place.columns } : await deps.readFooter(object);
    const arrival = { place, ...footer, bucket: object.bucket };
    const schema = await settleSchema(deps, arrival);
    if (schema === 'iceberg') return deps.log.info('An Iceberg table registers its own files', { key: object.key });
    const partition = await partitionOf(deps, arrival, schema);
    deps.count('ObjectsRegistered', 1);
    await deps.sendEvents([{ type: 'Table Updated', detail: updateOf(deps, arrival, { schema, partition }) }]);
  };
}

/** Its files come by themselves; that rows left a folder, only a correction says. Told whatever the catalog knows of the table by now. */
async function tellOfCorrection(deps: RegisterDeps, object: LakeObject): Promise<void> {
  const read = correction.parse(await deps.readJson(object));
  const updates = correctionUpdates(read, deps.databases[read.database]);
  deps.count('CorrectionsTold', 1);
  await deps.sendEvents(updates.map((detail) => ({ type: 'Table Updated', detail })));
}

type Arrival = Footer & { readonly place: Place; readonly bucket: string };
type Outcome = { readonly schema: Schema; readonly partition: 'created' | 'exists' };

async function settleSchema(deps: RegisterDeps, arrival: Arrival): Promise<Schema | 'iceberg'> {
  for (let race = 0; race < maxRaces; race += 1) {
    const table = await deps.findTable(deps.databases[arrival.place.database], arrival.place.table);
    const settled = table ? await evolveTable(deps, arrival, table) : await createFrom(deps, arrival);
    if (settled !== 'raced') return settled;
  }
  throw new Error(`${arrival.place.table} was changed by others ${maxRaces} times in a row`);
}

async function createFrom(deps: RegisterDeps, { place, columns, bucket }: Arrival): Promise<Schema | 'raced'> {
  await checkFamily(deps, place);
  const outcome = await deps.createTable(deps.databases[place.database], tableOf(place, columns, bucket));
  return outcome === 'created' ? { cause: 'created', added: [], columns: withoutPartitions(columns, place) } : 'raced';
}

/** The names come with the data: a mistake there must not fill the catalog. */
async function checkFamily(
  { countTables, databases }: RegisterDeps,
  { family, database, table }: Place,
): Promise<void> {
  if (family === undefined) return;
  const count = await countTables(databases[database], family.namePrefix);
  if (count < family.limit) return;
  throw new RegisterError(
    `${table} would be table ${count + 1} of ${family.namePrefix}…, and tables.yml allows ${family.limit}: drop those that are not used, or raise its limit`,
  );
}

async function evolveTable(
  deps: RegisterDeps,
  { place, columns }: Arrival,
  table: FoundTable,
): Promise<Schema | 'iceberg' | 'raced'> {
  if (table.iceberg) return 'iceberg';
  checkPartitions(table, place);
  const { columns: evolved, added, widened } = evolve(table.columns, withoutPartitions(columns, place));
  if (added.length + widened.length === 0) return { cause: 'rows', added, columns: evolved };
  const update = { version: table.version, input: table.withColumns(evolved) };
  const outcome = await deps.updateTable(deps.databases[place.database], update);
  return outcome === 'updated' ? { cause: 'schema', added, columns: evolved } : 'raced';
}

function updateOf({ databases }: RegisterDeps, { place, rows }: Arrival, { schema, partition }: Outcome): TableUpdated {
  return {
    version: '1',
    database: databases[place.database],
    table: place.table,
    cause: schema.cause === 'rows' && partition === 'created' ? 'partitions' : schema.cause,
    ...(place.partitions.length === 0 ? {} : { partitions: [pathOf(place)] }),
    ...(rows === undefined ? {} : { rows }),
    ...(schema.added.length === 0 ? {} : { columnsAdded: [...schema.added] }),
  };
}

async function partitionOf(
  deps: RegisterDeps,
  { place, columns, bucket }: Arrival,
  schema: Schema,
): Promise<Outcome['partition']> {
  if (place.partitions.length === 0) return 'exists';
  const [database, { table }] = [deps.databases[place.database], place];
  const partition = { database, table, values: place.partitions.map(({ value }) => value) };
  const storage = storageOf(place.format, withoutPartitions(columns, place), `s3://${bucket}/${place.folder}`);
  const tableColumns = async () => (await deps.findTable(database, table))?.columns ?? [];
  return settlePartition({ ...deps, tableColumns }, { partition, storage }, schema.columns);
}

function checkPartitions({ partitionKeys }: FoundTable, { table, partitions, folder }: Place): void {
  const names = partitions.map(({ name }) => name);
  if (names.join('/') === partitionKeys.join('/')) return;
  throw new RegisterError(
    `${table} is partitioned by ${partitionKeys.join('/') || 'nothing'}, the folder ${folder} by ${names.join('/') || 'nothing'}`,
  );
}

function withoutPartitions(columns: readonly HiveColumn[], { partitions }: Place): readonly HiveColumn[] {
  return columns.filter(({ name }) => !partitions.some((partition) => partition.name === name));
}

function pathOf({ partitions }: Place): string {
  return partitions.map(({ name, value }) => `${name}=${value}`).join('/');
}

function readObject(body: unknown): LakeObject {
  const { bucket, object } = objectCreated.parse(body).detail;
  const versionId = object['version-id'];
  return {
    bucket: bucket.name,
    key: object.key,
    size: object.size ?? 0,
    ...(versionId === undefined || versionId === '' ? {} : { versionId }),
  };
}
