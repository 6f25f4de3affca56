import type { Segment, SegmentStart } from '@tributary/shared/objects/converter.ts';
import type { HourFile } from '@tributary/shared/objects/hour-files.ts';
import type { PartitionValue } from '@tributary/shared/partitions.ts';
import { filesMetadata } from '../../glue/files-table.ts';
import { dayOf, folderOf, partitionIn } from '../core/partition.ts';
import type { FilePlace } from '../core/place.ts';
import { createLift } from '../core/shape/lift.ts';
import { seeSpans } from '../core/spans/see-spans.ts';
import type { FileColumn } from '../core/table/file-table.ts';
import { seeTexts } from '../core/texts/see-texts.ts';
import { type Evidence, type Objects, see } from '../core/types/evidence.ts';
import { evidenceText } from '../core/types/evidence-text.ts';
import { seeFractions } from '../core/types/fractions.ts';
import { asValues, type FileRecords } from '../reading/records.ts';
import { type Agree, type Agreed, tableFolder } from './agree.ts';
import type { TargetTable } from './target-table.ts';
import { writeRows } from './write-rows.ts';

/** The numbers of a receipt beside those that all have: `rows` of the table, and values that were `rescued`. */
export const fileNumbers = { rows: 0, rescued: 0, envelopes: 0, header: 0 };
export type FileNumber = keyof typeof fileNumbers;

export type SegmentOf = {
  readonly place: FilePlace;
  readonly target: TargetTable;
  readonly agree: Agree;
  /** So many values are held at most. */
  readonly mostCells?: number;
};

/** A row group of Parquet may have many more than a segment of text. They take some 200 MB. */
const defaultMostCells = 4_000_000;

/** The rows of a segment of a file. It is held until its end: only then is known what types it shows. */
export function createFileSegment(
  { place, target, agree, mostCells = defaultMostCells }: SegmentOf,
  { modifiedAt, place: segment, books }: SegmentStart<FileNumber>,
): Segment<FileRecords> {
  const { declared, folder, partitions: folders } = place;
  let evidence: Evidence & { objects: Objects } = { objects: { count: 0, named: new Map() } };
  let lots: FileRecords[] = [];
  let cells = 0;
  const files: HourFile[] = [];
  const lifted = createLifted(declared);

  const seeLot = (lot: FileRecords): void => {
    if (lot.kind === 'texts') seeTexts(evidence.objects, { names: lot.names, rows: lot.rows, nulls: declared.nulls });
    else if (lot.kind === 'spans') seeSpans(evidence.objects, lot);
    else for (const row of lot.rows) see(evidence, row);
  };
  const write = async (): Promise<HourFile> => {
    for (const lot of lots) seeFractionsOf(evidence, lot);
    const { objects } = evidence;
    const keys = (folders.length === 0 ? dayOf(modifiedAt) : folders).map(({ name }) => name);
    const { name, generation } = target;
    const wanted = { objects, declared: declared.columns, name, generation, from: folder, partitionKeys: keys };
    const agreed = await agree(wanted);
    const { table } = agreed;
    const { values, beside } = partitionIn(table.partitionKeys, folders, modifiedAt);
    const { body, rows, rescued } = await writeRows({
      fields: fieldsIn(table.columns, objects, lots),
      lots,
      nulls: declared.nulls,
      beside: entriesOf(beside),
      metadata: { [filesMetadata.evidence]: evidenceText(evidence), ...schemaMetadata(agreed) },
    });
    books.count('rows', rows);
    books.count('rescued', rescued);
    const part = files.length === 0 ? '' : `_${files.length + 1}`;
    return { key: `${tableFolder(name, table)}${folderOf(values)}${segment.name}${part}.parquet`, body, rows };
  };
  const flush = async (): Promise<void> => {
    files.push(await write());
    evidence = { objects: { count: 0, named: new Map() } };
    lots = [];
    cells = 0;
  };
  return {
    add(records) {
      const lot = lifted(records);
      seeLot(lot);
      lots.push(lot);
      books.keep(lot.length);
      cells += cellsOf(lot);
      return cells < mostCells ? undefined : flush();
    },
    async close() {
      if (lots.length > 0) await flush();
      return files;
    },
    hours: () => files.length + Math.min(lots.length, 1),
    newestAt: () => modifiedAt,
  };
}

/** Places in bytes that take as much as one value. */
const spansInCell = 4;

function cellsOf(lot: FileRecords): number {
  if (lot.kind === 'texts') return lot.length * lot.names.length;
  if (lot.kind === 'spans') return lot.size / spansInCell;
  return lot.length * Object.keys(lot.rows[0] ?? {}).length;
}

/** Records with what is declared to stand beside the object that holds it. */
function createLifted({ lift: holder, columns }: FilePlace['declared']) {
  const lift = holder === undefined ? undefined : createLift(holder, [...columns.keys()]);
  return (lot: FileRecords): FileRecords => {
    if (lift === undefined || lot.kind === 'texts') return lot;
    const values = asValues(lot);
    const { exactly } = values;
    return { ...values, rows: values.rows.map(lift), ...(exactly && { exactly: (row) => lift(exactly(row)) }) };
  };
}

/** A column that shows nothing here is not in the file; those of texts are, as they may be empty and no NULL. */
function fieldsIn(columns: readonly FileColumn[], { many, named }: Objects, lots: readonly FileRecords[]) {
  const names = new Set(lots.flatMap((lot) => (lot.kind === 'texts' ? lot.names : [])));
  return columns.filter(({ key }) => many !== undefined || named.has(key) || names.has(key));
}

/** Only of JSON is there a text. */
function seeFractionsOf(evidence: Evidence, lot: FileRecords): void {
  if (lot.kind !== 'values') return;
  const { length, textOf, exactly } = lot;
  if (textOf !== undefined && exactly !== undefined) seeFractions(evidence, { length, textOf, exactly });
}

/** Whoever registers the file tells of them. */
function schemaMetadata({ isNew, added }: Agreed): Readonly<Record<string, string>> {
  if (isNew) return { [filesMetadata.schema]: 'created' };
  return added.length === 0 ? {} : { [filesMetadata.schema]: JSON.stringify(added) };
}

function entriesOf(values: readonly PartitionValue[]) {
  return { keys: values.map(({ name }) => name), values: values.map(({ value }) => value) };
}
