import { besideName, generationOf } from '../../glue/files-table.ts';
import type { FoundTable } from '../../glue/ports.ts';
import { storageOf } from '../../glue/table-input.ts';
import { columnsOf, hideSensitive, tableFolder } from '../converting/agree.ts';
import { filePlaceOf } from '../core/place.ts';
import { viewTextOf } from '../core/retype/view-of.ts';
import { type FileTable, parametersOf, readFileTable } from '../core/table/file-table.ts';
import type { StepOf } from './messages.ts';
import { addPartitions, registerAll, takePartitions } from './partitions.ts';
import type { RetypeDeps } from './retype-deps.ts';

/**
 * Has readers see the new generation, in one step: the table becomes a view of the one beside. While nobody reads its own partitions they are
 * made those of the other, and in one step more it is a table again. Killed anywhere and begun again, it ends the same.
 */
export async function swap(deps: RetypeDeps, { table: name, generation, since }: StepOf<'swap'>): Promise<void> {
  const beside = besideName(name, generation);
  const made = await deps.findTable(deps.database, beside);
  const next = made && readFileTable(made, made.parameters);
  if (next === undefined) await checkDone(deps, name, generation);
  else await exchange(deps, { name, beside, table: next });
  await deps.sendEvents([
    { type: 'Table Updated', detail: { version: '1', database: deps.database, table: name, cause: 'schema' } },
  ]);
  await convertLatest(deps, name, since);
  await deps.next({ step: 'clean', table: name, generation, notBefore: deps.now() + deps.keepMs });
}

/** What stood beside is gone once all of it is done. */
async function checkDone({ findTable, database }: RetypeDeps, name: string, generation: number): Promise<void> {
  const found = await findTable(database, name);
  if (found !== undefined && !found.isView && generationOf(found.parameters) === generation) return;
  throw new Error(`${besideName(name, generation)} is gone: ask for ${name} to be retyped once more`);
}

type Exchange = { readonly name: string; readonly beside: string; readonly table: FileTable };

async function exchange(deps: RetypeDeps, { name, beside, table }: Exchange): Promise<void> {
  await registerAll(deps, { name: beside, table });
  await changeTable(deps, name, (found) =>
    isShown(found, table) ? undefined : asView(deps, found, { name, beside, table }),
  );
  await hideColumnsOf(deps, { name, table });
  // Of a table that is one again, others have registered partitions since.
  if ((await deps.findTable(deps.database, name))?.isView === true)
    await takePartitions(deps, { from: beside, to: name });
  const last = await currentOf(deps, beside, table);
  await changeTable(deps, name, (found) =>
    found.isView && !isLater(found, table) ? asTable(deps, found, { name, table: last }) : undefined,
  );
  await hideColumnsOf(deps, { name, table: last });
  // What was registered beside meanwhile.
  await addPartitions(deps, { from: beside, to: name });
  await deps.deleteTable(deps.database, beside);
}

function isShown(found: FoundTable, table: FileTable): boolean {
  return isLater(found, table) || generationOf(found.parameters) === table.generation;
}

/** Another retype has overtaken this one. */
function isLater(found: FoundTable, { generation }: FileTable): boolean {
  return (generationOf(found.parameters) ?? 1) > generation;
}

const maxRaces = 20;

/** Changes a table as it is now; `change` gives nothing where nothing is to be done. */
async function changeTable(
  { findTable, updateTable, database }: RetypeDeps,
  name: string,
  change: (found: FoundTable) => ReturnType<FoundTable['changed']> | undefined,
): Promise<void> {
  for (let race = 0; race < maxRaces; race += 1) {
    const found = await findTable(database, name);
    const input = found && change(found);
    if (found === undefined || input === undefined) return;
    if ((await updateTable(database, { version: found.version, input })) === 'updated') return;
  }
  throw new Error(`${name} was changed by others ${maxRaces} times in a row`);
}

function asView(deps: RetypeDeps, found: FoundTable, { name, beside, table }: Exchange) {
  return found.changed({
    TableType: 'VIRTUAL_VIEW',
    ViewOriginalText: viewTextOf(deps.database, beside, table),
    ViewExpandedText: '/* Presto View */',
    Parameters: { ...found.parameters, ...parametersOf(table), presto_view: 'true' },
    StorageDescriptor: storageFor(deps, found, { name, table }),
  });
}

type Of = Pick<Exchange, 'name' | 'table'>;

function asTable(deps: RetypeDeps, found: FoundTable, of: Of) {
  const { presto_view: _, ...parameters } = found.parameters;
  return found.changed({
    TableType: 'EXTERNAL_TABLE',
    Parameters: { ...parameters, ...parametersOf(of.table) },
    StorageDescriptor: storageFor(deps, found, of),
  });
}

function hideColumnsOf(deps: RetypeDeps, { name, table }: Of): Promise<void> {
  return hideSensitive(deps, name, columnsOf(table, declaredOf(deps, table)));
}

function declaredOf({ declarations }: RetypeDeps, { from }: FileTable) {
  return filePlaceOf(`${from}x`, declarations)?.declared.columns ?? new Map();
}

/** The new columns and folder; comments of columns stay. */
function storageFor(deps: RetypeDeps, found: FoundTable, { name, table }: Of) {
  const columns = columnsOf(table, declaredOf(deps, table));
  const storage = storageOf('parquet', columns, `s3://${deps.lakeBucket}/${tableFolder(name, table)}`);
  return { ...storage, Columns: found.withColumns(columns).StorageDescriptor?.Columns ?? [] };
}

async function currentOf({ findTable, database }: RetypeDeps, name: string, otherwise: FileTable): Promise<FileTable> {
  const found = await findTable(database, name);
  return (found && readFileTable(found, found.parameters)) ?? otherwise;
}

/** What has landed since rows were made again, for the last time, of what had landed. */
async function convertLatest(deps: RetypeDeps, name: string, since: number): Promise<void> {
  const found = await deps.findTable(deps.database, name);
  const from = found && readFileTable(found, found.parameters)?.from;
  if (from === undefined) return;
  for await (const { key, modifiedAt } of deps.listObjects(deps.rawBucket, from))
    if (modifiedAt >= since) await deps.convertLater(key);
}
