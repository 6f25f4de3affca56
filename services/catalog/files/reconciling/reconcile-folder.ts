import type { FoundTable } from '../../glue/ports.ts';
import { filePlaceOf } from '../core/place.ts';
import { type FileTable, readFileTable } from '../core/table/file-table.ts';
import { listFiles, mendPartitions } from './files-against-glue.ts';
import { leftAsItIs } from './left-as-it-is.ts';
import { compareRaw, type RawAgainstReceipts } from './raw-against-receipts.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import type { Report } from './report.ts';
import { seeFiles } from './see-files.ts';
import { driftOf, type Shown } from './shown-types.ts';

/**
 * Compares the objects of a folder of the raw bucket with the table that they are, and mends what differs. A table that is being made again, and is a
 * view for that time, is left for the next time.
 */
export async function reconcileFolder(deps: ReconcileDeps, folder: string): Promise<Report | undefined> {
  const place = filePlaceOf(`${folder}x`, deps.declarations);
  if (place === undefined) return undefined;
  const { table: name, declared } = place;
  const found = await deps.findTable(deps.database, name);
  if (found?.isView === true) return undefined;
  const table = found && readFileTable(found, found.parameters);
  // Its objects cannot be converted, which convert tells of.
  if (found !== undefined && table?.from !== folder) return undefined;
  const receipts = `file-receipts/${name}/${table?.generation ?? 1}/`;
  const raw = await compareRaw(
    { ...deps, isData: (key) => filePlaceOf(key, deps.declarations) !== undefined },
    { from: folder, receipts, isTable: found !== undefined },
  );
  for (const key of raw.missed) await deps.convertLater(key);
  const began = { table: name, from: folder, at: new Date(deps.now()).toISOString(), raw_objects: raw.objects };
  const compared = { ...began, missed: raw.missed.length, orphaned: raw.orphaned };
  const rest =
    found === undefined || table === undefined
      ? nothing
      : await reconcileTable(deps, { name, found, table, declared, raw });
  if (rest === undefined) {
    await deps.next(folder);
    return undefined;
  }
  const report = { ...compared, ...rest };
  await deps.writeReport(report);
  return report;
}

type Rest = Omit<Report, 'table' | 'from' | 'at' | 'raw_objects' | 'missed' | 'orphaned'>;

const nothing: Rest = {
  files: 0,
  bytes: 0,
  rows: 0,
  rescued: 0,
  partitions: 0,
  partitions_added: 0,
  partitions_removed: 0,
  drift: [],
  retyped: false,
};

type Of = {
  readonly name: string;
  readonly found: FoundTable;
  readonly table: FileTable;
  readonly declared: NonNullable<ReturnType<typeof filePlaceOf>>['declared'];
  readonly raw: RawAgainstReceipts;
};

/** Undefined where there is more to read than one invocation may. */
async function reconcileTable(
  deps: ReconcileDeps,
  { name, found, table, declared, raw }: Of,
): Promise<Rest | undefined> {
  // Files are there before their partitions are: who lists them later takes none for empty that is new.
  const known = await deps.partitions.list(deps.database, name);
  const { files, bytes } = await listFiles(deps, name, table);
  const mended = await mendPartitions(deps, name, { table, files, known });
  const shown = await seeFiles(deps, { name, generation: table.generation, files });
  if (shown === undefined) return undefined;
  const drift = driftOf(table, shown, declared.columns);
  const left = leftAsItIs(drift, { ...shown, bytes, orphaned: raw.orphaned }, deps);
  const retyped = drift.columns.length > 0 && left === undefined;
  if (retyped) await deps.retypeLater(name);
  await tellSize(deps, found, { ...shown, files: files.length, bytes });
  return {
    files: files.length,
    bytes,
    rows: shown.rows,
    rescued: shown.rescued,
    partitions: mended.all,
    partitions_added: mended.added,
    partitions_removed: mended.removed,
    drift: [...drift.columns],
    retyped,
    ...(left === undefined ? {} : { left }),
  };
}

type Size = Pick<Shown, 'rows' | 'rescued'> & { readonly files: number; readonly bytes: number };

/** In the words of Glue's crawlers. Who changes the table meanwhile wins: there is another night. */
async function tellSize(
  { database, updateTable }: ReconcileDeps,
  found: FoundTable,
  { rows, rescued, files, bytes }: Size,
): Promise<void> {
  const said = {
    recordCount: String(rows),
    objectCount: String(files),
    sizeKey: String(bytes),
    averageRecordSize: String(rows === 0 ? 0 : Math.round(bytes / rows)),
    'tributary.files.rescued': String(rescued),
  };
  if (Object.entries(said).every(([name, value]) => found.parameters[name] === value)) return;
  await updateTable(database, { version: found.version, input: found.withColumns(found.columns, said) });
}
