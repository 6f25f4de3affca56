import type { Segment, SegmentStart } from '@tributary/shared/objects/converter.ts';
import { createHourFiles, type HourFiles } from '@tributary/shared/objects/hour-files.ts';
import { bytesOfRow, type CsvRows, type Dialect } from '../core/csv/csv-rows.ts';
import type { Table } from '../core/declaration/changes.ts';
import { changeColumns } from '../core/rows/change-columns.ts';
import { createChangeVectors } from '../core/rows/change-vectors.ts';
import { createIsText, createRowReader, type Op, type RowFault, type RowReader } from '../core/rows/read-rows.ts';
import { readMicros } from '../core/rows/read-time.ts';
import type { RowPlan } from '../core/rows/row-plan.ts';
import type { ArrivedFile } from './arrived-file.ts';
import { createTableOfRow } from './table-of-row.ts';

/** The numbers of a receipt. `loaded`: rows of a full load; `rescued`: values that did not fit their columns. */
export const changeNumbers = { header: 0, loaded: 0, inserts: 0, updates: 0, deletes: 0, rescued: 0 };
export type ChangeNumber = keyof typeof changeNumbers;

export type SegmentOf = {
  readonly file: ArrivedFile;
  readonly dialect: Dialect;
  /** Of the file; known once its first row has been read. */
  readonly header: () => readonly string[] | undefined;
};

const hourMicros = 3_600_000_000;
const mostInBatch = 4096;

/** The rows of a segment of a file of changes. */
export function createChangeSegment(
  { file, dialect, header }: SegmentOf,
  { source, place, books, recordsBefore }: SegmentStart<ChangeNumber>,
): Segment<CsvRows> {
  const { format } = file.source;
  const nullText = Buffer.from(format.nullText);
  const facts = { sourceKey: source.key, isLoad: file.kind.isLoad, arrivedAt: file.kind.arrivedAt };
  const tables = new Map<string, Landing>();
  const tableOfRow = createTableOfRow(file);
  const rows = new Int32Array(mostInBatch);
  const rowNumbers = new Float64Array(mostInBatch);
  let number = recordsBefore;
  let newestAt: number | null = null;

  const landingOf = (table: Table): Landing => {
    const known = tables.get(table.name);
    if (known !== undefined) return known;
    const opened: Landing = {
      reader: createRowReader({ table, format, kind: file.kind, header: header(), nullText }),
      files: createHourFiles(changeColumns(table, format), `lake/${table.name}_changes/`, place.name),
      vectorsOf: createChangeVectors(table, format, facts),
      generation: file.generationOf(table),
    };
    tables.set(table.name, opened);
    return opened;
  };
  const flush = async (csv: CsvRows, batch: Gathered): Promise<void> => {
    const { count, landing, plan, ops, hour } = batch;
    batch.count = 0;
    if (count === 0 || landing === undefined || plan === undefined) return;
    const { generation, files } = landing;
    const { vectors, rescued } = landing.vectorsOf({
      ...{ csv, rows, count, nullText, plan, generation, ops: ops.slice(0, count) },
      rowNumbers: rowNumbers.subarray(0, count),
    });
    await files.addVectors(hour, vectors, count);
    books.keep(count);
    books.count('rescued', rescued);
    for (const op of ops.splice(0)) books.count(file.kind.isLoad ? 'loaded' : numberOf[op], 1);
  };
  const commitOf = (csv: CsvRows, row: number, { timestamp }: RowPlan): number => {
    const field = (csv.firsts[row] ?? 0) + timestamp;
    const micros = timestamp < 0 ? undefined : readMicros(csv.bytes, csv.from[field] ?? 0, csv.to[field] ?? 0);
    return micros === undefined ? file.kind.arrivedAt * 1000 : Number(micros);
  };
  return {
    async add(csv, range) {
      const isText = createIsText(csv, dialect);
      const batch: Gathered = { count: 0, landing: undefined, plan: undefined, ops: [], hour: 0 };
      for (let row = 0; row < csv.length; row += 1) {
        number += 1;
        const read = readRow({ csv, row, isText, tableOfRow, landingOf });
        if ('reason' in read) {
          books.reject(range, bytesOfRow(csv, row, dialect), read, null);
          continue;
        }
        const micros = commitOf(csv, row, read.plan);
        const hour = Math.floor(micros / hourMicros);
        newestAt = Math.max(newestAt ?? 0, micros / 1000);
        const goesOn =
          batch.landing === read.landing &&
          batch.plan === read.plan &&
          batch.hour === hour &&
          batch.count < mostInBatch;
        if (!goesOn) await flush(csv, batch);
        rows[batch.count] = row;
        rowNumbers[batch.count] = number;
        batch.ops.push(read.op);
        Object.assign(batch, { count: batch.count + 1, landing: read.landing, plan: read.plan, hour });
      }
      await flush(csv, batch);
    },
    async close() {
      const files = [];
      for (const each of tables.values()) files.push(...(await each.files.close()));
      return files;
    },
    hours: () => [...tables.values()].reduce((sum, { files }) => sum + files.hours(), 0),
    newestAt: () => newestAt,
  };
}

const numberOf = { I: 'inserts', U: 'updates', D: 'deletes' } as const;

type Landing = {
  readonly reader: RowReader;
  readonly files: HourFiles;
  readonly vectorsOf: ReturnType<typeof createChangeVectors>;
  readonly generation: number;
};

/** Rows that follow one another, of one table, one layout and one hour. */
type Gathered = {
  count: number;
  landing: Landing | undefined;
  plan: RowPlan | undefined;
  ops: Op[];
  hour: number;
};

type RowAt = {
  readonly csv: CsvRows;
  readonly row: number;
  readonly isText: (row: number) => boolean;
  readonly tableOfRow: ReturnType<typeof createTableOfRow>;
  readonly landingOf: (table: Table) => Landing;
};

type ReadRow = { readonly landing: Landing; readonly plan: RowPlan; readonly op: Op };

function readRow({ csv, row, isText, tableOfRow, landingOf }: RowAt): ReadRow | RowFault {
  const fault = csv.faults[row];
  if (fault !== undefined) return { reason: 'bad_quotes', detail: fault };
  if (!isText(row)) return { reason: 'not_utf8', detail: 'its bytes are no UTF-8' };
  const table = tableOfRow(csv, row);
  if ('reason' in table) return table;
  const landing = landingOf(table);
  const planned = landing.reader.plan(csv, row);
  return 'reason' in planned ? planned : { landing, ...planned };
}
