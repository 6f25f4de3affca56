import { bytesOfRow, type CsvRows, type Dialect } from '@tributary/shared/csv/csv-rows.ts';
import { readMicros } from '@tributary/shared/csv/values/read-time.ts';
import type { Segment, SegmentStart } from '@tributary/shared/objects/converter.ts';
import { createHourFiles, type HourFiles } from '@tributary/shared/objects/hour-files.ts';
import type { Table } from '../core/declaration/changes.ts';
import { changeColumns } from '../core/rows/change-columns.ts';
import { createChangeVectors } from '../core/rows/change-vectors.ts';
import { createIsText, createRowReader, type Op, type RowFault, type RowReader } from '../core/rows/read-rows.ts';
import type { RowPlan } from '../core/rows/row-plan.ts';
import type { ArrivedFile } from './arrived-file.ts';
import { createTableOfRow } from './table-of-row.ts';

/** The numbers of a receipt. `loaded`: rows of a full load; `rescued`: values that did not fit their columns. */
export const changeNumbers = { header: 0, loaded: 0, inserts: 0, updates: 0, deletes: 0, rescued: 0 };
export type ChangeNumber = keyof typeof changeNumbers;

const numberOf = { I: 'inserts', U: 'updates', D: 'deletes' } as const;

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
  const { isLoad, arrivedAt } = file.kind;
  const nullText = Buffer.from(format.nullText);
  const landings = new Map<string, Landing>();
  const tableOfRow = createTableOfRow(file);
  const batch = emptyBatch();
  let number = recordsBefore;
  let newestAt: number | null = null;

  const landingOf = (table: Table): Landing => {
    const known = landings.get(table.name);
    if (known !== undefined) return known;
    const opened: Landing = {
      reader: createRowReader({ table, format, kind: file.kind, header: header(), nullText }),
      files: createHourFiles(changeColumns(table, format), `lake/${table.name}_changes/`, place.name),
      vectorsOf: createChangeVectors(table, format, { sourceKey: source.key, isLoad, arrivedAt }),
      generation: file.generationOf(table),
    };
    landings.set(table.name, opened);
    return opened;
  };
  const flush = async (csv: CsvRows): Promise<void> => {
    const { count, of, rows, ops } = batch;
    if (count === 0 || of === undefined) return;
    const { landing, plan, hour } = of;
    const rowNumbers = batch.numbers.subarray(0, count);
    const { generation } = landing;
    const { vectors, rescued } = landing.vectorsOf({ csv, rows, count, nullText, plan, generation, ops, rowNumbers });
    await landing.files.addVectors(hour, vectors, count);
    books.keep(count);
    books.count('rescued', rescued);
    for (const op of ops) books.count(isLoad ? 'loaded' : numberOf[op], 1);
    ops.length = 0;
    batch.count = 0;
  };
  const committedAt = (csv: CsvRows, row: number, { timestamp }: RowPlan): number => {
    const field = (csv.firsts[row] ?? 0) + timestamp;
    const micros = timestamp < 0 ? undefined : readMicros(csv.bytes, csv.from[field] ?? 0, csv.to[field] ?? 0);
    return micros === undefined ? arrivedAt * 1000 : Number(micros);
  };
  const read = (csv: CsvRows, row: number, isText: (row: number) => boolean): ReadRow | RowFault => {
    const fault = csv.faults[row];
    if (fault !== undefined) return { reason: 'bad_quotes', detail: fault };
    if (!isText(row)) return { reason: 'not_utf8', detail: 'its bytes are no UTF-8' };
    const table = tableOfRow(csv, row);
    if ('reason' in table) return table;
    const landing = landingOf(table);
    const planned = landing.reader.plan(csv, row);
    return 'reason' in planned ? planned : { landing, ...planned };
  };
  const sharedOf = (csv: CsvRows, row: number, { landing, plan }: ReadRow): Shared => {
    const micros = committedAt(csv, row, plan);
    newestAt = Math.max(newestAt ?? 0, micros / 1000);
    return { landing, plan, hour: Math.floor(micros / hourMicros) };
  };
  const put = (row: number, of: Shared, op: Op): void => {
    batch.of = of;
    batch.rows[batch.count] = row;
    batch.numbers[batch.count] = number;
    batch.ops.push(op);
    batch.count += 1;
  };
  return {
    async add(csv, range) {
      number = csv.firstRow ?? number;
      const isText = createIsText(csv, dialect);
      for (let row = 0; row < csv.length; row += 1) {
        number += 1;
        const planned = read(csv, row, isText);
        if ('reason' in planned) {
          books.reject(range, bytesOfRow(csv, row, dialect), planned, null);
          continue;
        }
        const shared = sharedOf(csv, row, planned);
        if (!goesOn(batch, shared)) await flush(csv);
        put(row, shared, planned.op);
      }
      await flush(csv);
    },
    async close() {
      const files = [];
      for (const each of landings.values()) files.push(...(await each.files.close()));
      return files;
    },
    hours: () => [...landings.values()].reduce((sum, { files }) => sum + files.hours(), 0),
    newestAt: () => newestAt,
  };
}

/** What becomes of the rows of a table. */
type Landing = {
  readonly reader: RowReader;
  readonly files: HourFiles;
  readonly vectorsOf: ReturnType<typeof createChangeVectors>;
  readonly generation: number;
};

type ReadRow = { readonly landing: Landing; readonly plan: RowPlan; readonly op: Op };

/** Rows that follow one another, of one table, one layout and one hour. */
type Gathered = {
  count: number;
  of: Shared | undefined;
  readonly rows: Int32Array;
  readonly numbers: Float64Array;
  readonly ops: Op[];
};

type Shared = { readonly landing: Landing; readonly plan: RowPlan; readonly hour: number };

function emptyBatch(): Gathered {
  return {
    count: 0,
    of: undefined,
    rows: new Int32Array(mostInBatch),
    numbers: new Float64Array(mostInBatch),
    ops: [],
  };
}

function goesOn({ count, of }: Gathered, { landing, plan, hour }: Shared): boolean {
  return count < mostInBatch && of?.landing === landing && of.plan === plan && of.hour === hour;
}
