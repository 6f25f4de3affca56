import { besideName, filesMetadata } from '../../glue/files-table.ts';
import { storageOf } from '../../glue/table-input.ts';
import { columnsOf, hideSensitive, tableFolder } from '../converting/agree.ts';
import { FilesError } from '../converting/files-error.ts';
import { filePlaceOf } from '../core/place.ts';
import { retypedTable } from '../core/retype/new-table.ts';
import { type FileTable, parametersOf, readFileTable } from '../core/table/file-table.ts';
import { readType } from '../core/types/column-type.ts';
import { type Evidence, join, mostNames } from '../core/types/evidence.ts';
import { evidenceText, readEvidence } from '../core/types/evidence-text.ts';
import type { StepOf } from './messages.ts';
import type { Listed } from './raw-listing.ts';
import { leastMs, type RemainingMs, type RetypeDeps } from './retype-deps.ts';
import type { RetypeState } from './state.ts';

const atOnce = 16;

/** Reads what all files of the table show, as their footers say, and makes the table of other types beside it. Come too late, it does nothing. */
export async function gather(
  deps: RetypeDeps,
  step: StepOf<'gather'>,
  state: RetypeState,
  remainingMs: RemainingMs,
): Promise<void> {
  const found = await deps.findTable(deps.database, step.table);
  const table = found && readFileTable(found, found.parameters);
  if (table === undefined || table.generation >= step.generation) return;
  const evidence = readEvidence(state.evidence);
  const rest = await seeAll(
    deps,
    { folder: tableFolder(step.table, table), after: state.gatheredTo, evidence },
    remainingMs,
  );
  if (rest !== undefined) {
    await deps.states.write(step.table, { ...state, evidence: evidenceText(evidence), gatheredTo: rest });
    return deps.next(step);
  }
  await makeBeside(deps, { step, table, state, evidence });
  const { generation } = step;
  await deps.next({ step: 'convert', table: step.table, generation, since: 0, begunAt: state.startedAt });
}

type Seeing = { readonly folder: string; readonly after: string | undefined; readonly evidence: Evidence };

/** Gives the key behind which to go on, when the time does not suffice. */
async function seeAll(
  deps: RetypeDeps,
  { folder, after, evidence }: Seeing,
  remainingMs: RemainingMs,
): Promise<string | undefined> {
  let lot: Listed[] = [];
  for await (const file of deps.listObjects(deps.lakeBucket, folder, after)) {
    if (isOfGeneration(file.key, folder)) lot.push(file);
    if (lot.length < atOnce) continue;
    await see(deps, lot, evidence);
    lot = [];
    if (remainingMs() < leastMs) return file.key;
  }
  await see(deps, lot, evidence);
  return undefined;
}

/** The folder of the first generation holds those of the others. */
function isOfGeneration(key: string, folder: string): boolean {
  return key.endsWith('.parquet') && !/^\d+\//.test(key.slice(folder.length));
}

async function see({ readFooter, lakeBucket: bucket }: RetypeDeps, files: readonly Listed[], evidence: Evidence) {
  const footers = await Promise.all(files.map(({ key, size }) => readFooter({ bucket, key, size })));
  for (const { metadata = {} } of footers) {
    const said = metadata[filesMetadata.evidence];
    if (said !== undefined) join(evidence, readEvidence(said));
  }
}

type Making = {
  readonly step: StepOf<'gather'>;
  readonly table: FileTable;
  readonly state: RetypeState;
  readonly evidence: Evidence;
};

async function makeBeside(deps: RetypeDeps, { step, table, state, evidence }: Making): Promise<void> {
  const declared = filePlaceOf(`${table.from}x`, deps.declarations)?.declared.columns ?? new Map();
  const pins = new Map(Object.entries(state.columns).map(([name, type]) => [name, readType(type)]));
  const { generation } = step;
  // A table of them would have no columns at all, and readers none of their values in one.
  if (evidence.objects?.many !== undefined)
    throw new FilesError(
      `The files of ${table.from} have shown more than ${mostNames} names, which are no columns: name what holds their records in tables.yml (records), or put them under several objects; then ask for ${step.table} to be retyped once more`,
    );
  const objects = evidence.objects ?? { count: 0, named: new Map() };
  const made = retypedTable(table, { objects, declared, pins, generation });
  const location = `s3://${deps.lakeBucket}/${tableFolder(step.table, made)}`;
  const name = besideName(step.table, generation);
  const columns = columnsOf(made, declared);
  await deps.createTable(deps.database, {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', ...parametersOf(made) },
    PartitionKeys: made.partitionKeys.map((name) => ({ Name: name, Type: 'string' })),
    StorageDescriptor: storageOf('parquet', columns, location),
  });
  await hideSensitive(deps, name, columns);
  // A later request may have been done before this table came, and with it the removal of earlier ones.
  if ((await deps.states.read(step.table))?.generation !== generation) await deps.deleteTable(deps.database, name);
}
