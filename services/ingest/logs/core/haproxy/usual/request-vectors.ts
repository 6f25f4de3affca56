import type { Vector } from '@tributary/shared/parquet-write.ts';
import type { SyslogHeader } from '../syslog.ts';
import { requestColumns } from '../tables.ts';
import {
  capacity,
  cellOf,
  type HeaderBatch,
  integerColumns,
  type RequestBatch,
  recordIdLength,
  textColumns,
} from './request-batch.ts';

type ColumnName = (typeof requestColumns)[number]['name'];
type VectorsByName = Partial<Record<ColumnName, Vector>>;

const always = (value: string | boolean | null): Vector => ({ kind: 'same', value });
const absent = always(null);

/**
 * The batch's rows as vectors of `requestColumns`, each time it is asked. They show the batch itself: it may be filled again once they have
 * been used.
 */
export function createVectorsOf(batch: RequestBatch, sourceKey: string): () => readonly Vector[] {
  const fixed: VectorsByName = {
    record_id: { kind: 'texts', texts: { source: batch.recordIds, ...idSpans } },
    request_date: { kind: 'numbers', values: batch.requestDates },
    received_at: { kind: 'numbers', values: batch.receivedAt },
    format: always('http'),
    tls: { kind: 'cells', cells: batch.tls },
    redispatched: always(false),
    truncated: always(false),
    request_headers: mapsOf(batch, batch.request),
    response_headers: mapsOf(batch, batch.response),
    source_key: always(sourceKey),
    ...integersOf(batch),
    ...textsOf(batch),
  };
  const vectors: Vector[] = requestColumns.map(({ name }) => fixed[name] ?? absent);
  const columnOf = (wanted: ColumnName): number => requestColumns.findIndex(({ name }) => name === wanted);
  const [received, host] = [columnOf('received_at'), columnOf('syslog_host')];
  const [process, processId] = [columnOf('process_name'), columnOf('process_id')];
  const receivedAt = vectors[received] ?? absent;
  return () => {
    const syslog = batch.headers.slice(0, batch.rows);
    vectors[received] = batch.isReceived ? receivedAt : absent;
    vectors[host] = valuesOf(syslog, (header) => header.host);
    vectors[process] = valuesOf(syslog, (header) => header.process);
    vectors[processId] = valuesOf(syslog, (header) => header.processId);
    return vectors;
  };
}

/** One process on one host writes most logs. */
function valuesOf(headers: readonly SyslogHeader[], of: (header: SyslogHeader) => string | number | null): Vector {
  const cells = headers.map(of);
  return cells.every((cell) => cell === cells[0]) ? { kind: 'same', value: cells[0] } : { kind: 'cells', cells };
}

const idSpans = {
  from: Int32Array.from({ length: capacity }, (_, row) => row * recordIdLength),
  to: Int32Array.from({ length: capacity }, (_, row) => (row + 1) * recordIdLength),
};

function integersOf({ integers }: RequestBatch): VectorsByName {
  const vectors = integerColumns.map((name, column) => [
    name,
    { kind: 'numbers', values: integers.subarray(cellOf(column, 0), cellOf(column + 1, 0)) },
  ]);
  return Object.fromEntries(vectors);
}

function textsOf({ source, textFrom, textTo }: RequestBatch): VectorsByName {
  const vectors = textColumns.map((name, column) => {
    const [start, end] = [cellOf(column, 0), cellOf(column + 1, 0)];
    const texts = { source, from: textFrom.subarray(start, end), to: textTo.subarray(start, end) };
    return [name, { kind: 'texts', texts }];
  });
  return Object.fromEntries(vectors);
}

function mapsOf({ source }: RequestBatch, { keys, firsts, from, to }: HeaderBatch): Vector {
  return { kind: 'maps', maps: { keys, firsts, values: { source, from, to } } };
}
