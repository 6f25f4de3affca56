import { correction, correctionsPrefix } from '@tributary/shared/corrections.ts';
import { objectCreated, type TableUpdated } from '@tributary/shared/events.ts';
import type { Count, CountBy, Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import { filesMetadata, generationOf } from '../../../glue/files-table.ts';
import type { HiveColumn } from '../../../glue/hive-type.ts';
import { type Footer, isGone, type LakeObject, type ReadFooter } from '../../../glue/parquet-footer.ts';
import type { CountTables, CreateTable, FindTable, FoundTable, UpdateTable } from '../../../glue/ports.ts';
import { storageOf } from '../../../glue/table-input.ts';
import { correctionUpdates } from '../../core/correction-updates.ts';
import { evolve } from '../../core/evolve.ts';
import { type Place, placeOf } from '../../core/place.ts';
import { tableOf } from '../../core/table-of.ts';
import type { DeclaredTables } from '../../core/tables-file.ts';
import { findGeneration, locationIn, schemaOfFiles } from './files-tables.ts';
import { type PartitionDeps, settlePartition } from './settle-partition.ts';

/** An object's JSON. */
export type ReadJson = (object: LakeObject) => Promise<unknown>;
export type RegisterDeps = Omit<PartitionDeps, 'tableColumns' | 'locationNow'> & {
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
  readonly countBy: CountBy;
  /** Epoch ms. */
  readonly now: () => number;
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
    const place = await findPlace(deps, object);
    if (place === undefined) return deps.log.info('In no table that is read', named(object));
    const footer = place.columns ? { columns: place.columns } : await footerOf(deps, object);
    if (footer === undefined) return deps.log.info('Gone by now', named(object));
    const arrival = { place, ...footer, bucket: object.bucket };
    const schema = await settleSchema(deps, arrival);
    if (schema === 'iceberg') return deps.log.info('An Iceberg table registers its own files', named(object));
    const partition = await partitionOf(deps, arrival, schema);
    const detail = updateOf(deps, arrival, { schema, partition });
    await deps.sendEvents([{ type: 'Table Updated', detail }]);
    tell(deps, object, detail);
  };
}

const named = ({ bucket, key }: LakeObject) => ({ object: { bucket, key } });

/** The line by which an object is found on its way, and how long after its arrival it is part of its table. */
function tell({ log, count, countBy, now }: RegisterDeps, object: Arrived, { table, cause, rows = 0 }: TableUpdated) {
  log.info('Registered', { ...named(object), eventId: object.eventId, table, cause, rows });
  count('ObjectsRegistered', 1);
  count('RowsRegistered', rows);
  if (object.time === undefined) return;
  countBy('SecondsBehind', { way: 'tables' }, Math.max(0, (now() - Date.parse(object.time)) / 1_000));
}

/** A newer version of what it was made of, or a table that was made again, may have taken the file away before its message came. */
async function footerOf({ readFooter }: RegisterDeps, object: LakeObject): Promise<Footer | undefined> {
  try {
    return await readFooter(object);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function findPlace(deps: RegisterDeps, { key, size }: LakeObject): Promise<Place | undefined> {
  const place = size === 0 ? undefined : placeOf(key, deps.declared);
  return place && findGeneration(deps, place);
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
  { place, columns, metadata }: Arrival,
  table: FoundTable,
): Promise<Schema | 'iceberg' | 'raced'> {
  if (table.iceberg) return 'iceberg';
  checkPartitions(table, place);
  // Who wrote the file has seen to it that the table has its columns, and a hand may have changed them since.
  if (generationOf(table.parameters) !== undefined) return { ...schemaOfFiles(metadata), columns: table.columns };
  const { columns: evolved, added, widened } = evolve(table.columns, withoutPartitions(columns, place));
  if (added.length + widened.length === 0) return { cause: 'rows', added, columns: evolved };
  const update = { version: table.version, input: table.withColumns(evolved) };
  const outcome = await deps.updateTable(deps.databases[place.database], update);
  return outcome === 'updated' ? { cause: 'schema', added, columns: evolved } : 'raced';
}

function updateOf(
  { databases }: RegisterDeps,
  { place, rows, metadata = {} }: Arrival,
  { schema, partition }: Outcome,
): TableUpdated {
  const { [filesMetadata.rescued]: rescued = '0' } = metadata;
  return {
    version: '1',
    database: databases[place.database],
    table: place.table,
    cause: schema.cause === 'rows' && partition === 'created' ? 'partitions' : schema.cause,
    ...(place.partitions.length === 0 ? {} : { partitions: [pathOf(place)] }),
    ...(rows === undefined ? {} : { rows }),
    ...(Number(rescued) > 0 ? { rescued: Number(rescued) } : {}),
    ...(schema.added.length === 0 ? {} : { columnsAdded: [...schema.added] }),
  };
}

async function partitionOf(
  deps: RegisterDeps,
  { place, bucket }: Arrival,
  schema: Schema,
): Promise<Outcome['partition']> {
  if (place.partitions.length === 0) return 'exists';
  const [database, { table }] = [deps.databases[place.database], place];
  const partition = { database, table, values: place.partitions.map(({ value }) => value) };
  const storage = storageOf(place.format, schema.columns, `s3://${bucket}/${place.folder}`);
  const tableColumns = async () => (await deps.findTable(database, table))?.columns ?? [];
  // Only tables of files have generations.
  const locationNow = async () =>
    place.generation === undefined ? undefined : locationIn(await deps.findTable(database, table), place, bucket);
  return settlePartition({ ...deps, tableColumns, locationNow }, { partition, storage }, schema.columns);
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

type Arrived = LakeObject & { readonly eventId: string; readonly time?: string | undefined };

function readObject(body: unknown): Arrived {
  const { id: eventId, time, detail } = objectCreated.parse(body);
  const { bucket, object } = detail;
  const versionId = object['version-id'];
  return {
    eventId,
    time,
    bucket: bucket.name,
    key: object.key,
    size: object.size ?? 0,
    ...(versionId === undefined || versionId === '' ? {} : { versionId }),
  };
}
