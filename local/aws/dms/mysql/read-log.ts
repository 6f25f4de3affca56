import ZongJi, { type AnyBinlogEvent, type BinlogEventByTypeName } from '@vlasky/zongji';
import type { FollowedTable } from '../endpoint.ts';
import type { Value } from '../files/rows.ts';
import { followGroups, isOf } from './event-groups.ts';
import type { LogPosition } from './log-position.ts';
import { sessionOptions } from './server.ts';
import { kindOf, valueText } from './value-text.ts';

/** A changed row, its columns as they were then. */
export type LoggedChange = {
  readonly schema: string;
  readonly table: string;
  readonly op: 'I' | 'U' | 'D';
  readonly columns: readonly string[];
  readonly values: readonly Value[];
  /** What an update changed. */
  readonly old: readonly Value[] | undefined;
};

export type LogListener = {
  /** A transaction begins: when it was committed (epoch seconds). */
  begin(committedAt: number): void;
  change(change: LoggedChange): void;
  /** A statement that changes no rows one by one: DDL, TRUNCATE. */
  statement(schema: string, sql: string): void;
  ended(error: Error): void;
};

export type LogReader = {
  /** Where the last transaction ended that was told whole. */
  position(): LogPosition;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
};

const events = [
  ...['rotate', 'tablemap', 'writerows', 'updaterows', 'deleterows', 'query', 'xid'],
  ...['gtid', 'anonymousgtid', 'mariadbgtid', 'transactionpayload', 'partialupdaterows'],
];

type From = { readonly url: string; readonly serverId: number; readonly position: LogPosition };

/** Reads the binary logs on from a position; `tables` are those whose rows are wanted. */
export function readLog(from: From, tables: readonly FollowedTable[], listener: LogListener): LogReader {
  const reader = new ZongJi(sessionOptions(from.url));
  const groups = followGroups(from.position);
  let isOver = false;
  const end = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    listener.ended(error instanceof Error ? error : new Error(String(error)));
  };
  reader.on('error', end);
  reader.on('binlog', (event) => {
    if (isOver) return;
    try {
      tell(event, listener);
      groups.pass(event);
    } catch (error) {
      end(error);
    }
  });
  reader.start({
    serverId: from.serverId,
    filename: from.position.file,
    position: from.position.position,
    includeEvents: events,
    includeSchema: schemasOf(tables),
  });
  return {
    position: groups.position,
    pause: () => reader.connection?.pause(),
    resume: () => reader.connection?.resume(),
    stop: () =>
      new Promise((resolve) => {
        isOver = true;
        reader.once('stopped', resolve);
        reader.stop();
      }),
  };
}

function schemasOf(tables: readonly FollowedTable[]): Record<string, string[]> {
  const schemas: Record<string, string[]> = {};
  for (const { schema, table } of tables) schemas[schema] = [...(schemas[schema] ?? []), table];
  return schemas;
}

function tell(event: AnyBinlogEvent, listener: LogListener): void {
  if (isOf(event, 'MariadbGtid') || isOf(event, 'Gtid') || isOf(event, 'AnonymousGtid'))
    listener.begin(Math.floor(event.timestamp / 1000));
  else if (isOf(event, 'Query')) listener.statement(event.schema, event.query);
  else if (isOf(event, 'WriteRows')) tellRows(event, listener, 'I', (row) => [row, undefined]);
  else if (isOf(event, 'DeleteRows')) tellRows(event, listener, 'D', (row) => [row, undefined]);
  else if (isOf(event, 'UpdateRows')) tellRows(event, listener, 'U', ({ before, after }) => [after, before]);
}

type Columns = Readonly<Record<string, unknown>>;
type RowsEvent<R> = {
  readonly tableId: number;
  readonly rows: readonly R[];
  readonly tableMap: BinlogEventByTypeName<'WriteRows'>['tableMap'];
};

function tellRows<R>(
  { tableId, tableMap, rows }: RowsEvent<R>,
  listener: LogListener,
  op: LoggedChange['op'],
  images: (row: R) => readonly [Columns, Columns | undefined],
): void {
  const map = tableMap[tableId];
  if (map === undefined) return;
  const columns = map.columnSchemas.map(({ COLUMN_NAME }) => COLUMN_NAME);
  const kinds = map.columnSchemas.map(({ COLUMN_TYPE }) => kindOf(COLUMN_TYPE));
  const read = (row: Columns) => columns.map((name, at) => valueText(kinds[at] ?? 'text', row[name]));
  for (const row of rows) {
    const [values, old] = images(row);
    listener.change({
      schema: map.parentSchema,
      table: map.tableName,
      op,
      columns,
      values: read(values),
      old: old && read(old),
    });
  }
}
