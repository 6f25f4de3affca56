import { viewOf } from '@tributary/shared/bytes.ts';
import { mostFlags } from '../headers.ts';
import type { SyslogHeader } from '../syslog.ts';
import { requestColumns } from '../tables.ts';

/** How long the id of a record is. */
export const recordIdLength = 32;
/** How many rows a batch holds: enough to make the work per column and batch small, few enough to stay near the processor. */
export const capacity = 256;
const headersPerRow = 8;

type Usual = Extract<(typeof requestColumns)[number], { readonly usual: true }>;
type UsualText = Extract<Usual, { readonly type: 'STRING' }>;
type UsualInteger = Exclude<Usual, UsualText>;

const usual = requestColumns.filter((column): column is Usual => 'usual' in column);

/** The whole numbers of a line; from the timers on in the order in which they stand in it. */
export const integerColumns = usual.filter((column): column is UsualInteger => column.type !== 'STRING').map(nameOf);
export const textColumns = usual.filter((column): column is UsualText => column.type === 'STRING').map(nameOf);

function nameOf<Name extends string>({ name }: { readonly name: Name }): Name {
  return name;
}

/** Rows of `haproxy_requests` column by column: of httplog lines whose texts are left where they stand. */
export type RequestBatch = {
  rows: number;
  /** Of all rows: the hour since the epoch, UTC. */
  hour: number;
  /** What the lines lie in. */
  readonly source: { bytes: Buffer; view: DataView };
  /** `recordIdLength` bytes each; the next row's is written before its line is read. */
  readonly recordIds: { readonly bytes: Buffer; readonly view: DataView };
  readonly receivedAt: Float64Array;
  /** Whether all rows have been received at some time; else none has. */
  isReceived: boolean;
  readonly requestDates: Float64Array;
  readonly headers: SyslogHeader[];
  readonly tls: boolean[];
  /** Column after column, `capacity` apart. */
  readonly integers: Int32Array;
  readonly textFrom: Int32Array;
  readonly textTo: Int32Array;
  readonly request: HeaderBatch;
  readonly response: HeaderBatch;
};

/** The captured headers of the rows; see MapSpans. */
export type HeaderBatch = {
  readonly keys: (readonly string[] | null)[];
  readonly firsts: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
};

export function emptyBatch(): RequestBatch {
  const recordIds = Buffer.alloc((capacity + 1) * recordIdLength);
  return {
    rows: 0,
    hour: 0,
    source: { bytes: Buffer.alloc(0), view: new DataView(new ArrayBuffer(0)) },
    recordIds: { bytes: recordIds, view: viewOf(recordIds) },
    receivedAt: new Float64Array(capacity),
    isReceived: false,
    requestDates: new Float64Array(capacity),
    headers: [],
    tls: [],
    integers: new Int32Array(integerColumns.length * capacity),
    textFrom: new Int32Array(textColumns.length * capacity),
    textTo: new Int32Array(textColumns.length * capacity),
    request: emptyHeaders(),
    response: emptyHeaders(),
  };
}

function emptyHeaders(): HeaderBatch {
  const most = capacity * headersPerRow + mostFlags;
  return {
    keys: [],
    firsts: new Int32Array(capacity + 1),
    from: new Int32Array(most),
    to: new Int32Array(most),
  };
}

export function integerColumn(name: UsualInteger['name']): number {
  return integerColumns.indexOf(name);
}

export function textColumn(name: UsualText['name']): number {
  return textColumns.indexOf(name);
}

/** Has the batch, which is empty, take its next lines from other bytes. */
export function readFrom(batch: RequestBatch, bytes: Buffer): void {
  batch.source.bytes = bytes;
  batch.source.view = viewOf(bytes);
}

/** Says when the last row's line came in, or that nobody knows, as of all lines of the same bytes; returns the newest date of the row, epoch ms. */
export function setReceived(batch: RequestBatch, receivedAt: number | null): number {
  const row = batch.rows - 1;
  batch.isReceived = receivedAt !== null;
  batch.receivedAt[row] = receivedAt ?? 0;
  return Math.max(batch.requestDates[row] ?? 0, receivedAt ?? 0);
}

export function clear(batch: RequestBatch): void {
  batch.rows = 0;
}

/** Where in the batch's lists the row's number of an integer or a text stands. */
export function cellOf(column: number, row: number): number {
  return column * capacity + row;
}

export function isFull({ rows, request, response }: RequestBatch): boolean {
  const most = capacity * headersPerRow;
  return rows === capacity || (request.firsts[rows] ?? 0) > most || (response.firsts[rows] ?? 0) > most;
}
