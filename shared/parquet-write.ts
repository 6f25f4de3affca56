import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

export type ColumnType =
  | 'STRING'
  | 'INT32'
  | 'INT64'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'TIMESTAMP_MILLIS'
  | 'TIMESTAMP_MICROS'
  | 'MAP_STRING_STRING';

export type Column = { readonly name: string; readonly type: ColumnType };

/** A map as two lists of equal length; no key comes twice. Rows whose maps have the same keys may share the list of them. */
export type MapEntries = { readonly keys: readonly string[]; readonly values: readonly (string | null)[] };

/** Timestamps are counts since the epoch in the column's unit; absent is null or undefined. */
export type ParquetValue =
  | string
  | number
  | bigint
  | boolean
  | Readonly<Record<string, string>>
  | MapEntries
  | null
  | undefined;
export type ParquetRow = Readonly<Record<string, ParquetValue>>;

export type ParquetOptions = {
  readonly columns: readonly Column[];
  /** Takes the file's bytes in order, one call per row group and one for the footer; the next row waits for it. */
  readonly sink: (chunk: Uint8Array) => Promise<void>;
  readonly rowGroupRows?: number;
};

export type ParquetStream = {
  /** Adds a row; a promise comes back only when a row group has to be written first. */
  append(row: ParquetRow): Promise<void> | undefined;
  /** Writes what is left and the footer. */
  close(): Promise<{ readonly rows: number; readonly bytes: number }>;
};

// At 40 columns of an access log about 25 MB of JavaScript values.
const defaultRowGroupRows = 50_000;

/** A Parquet file, written row group by row group: memory holds one row group, whatever the file's size. */
export function createParquetStream({
  columns,
  sink,
  rowGroupRows = defaultRowGroupRows,
}: ParquetOptions): ParquetStream {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: parquetSchemaOf(columns), createdBy: 'tributary' });
  let buffers = columns.map((): unknown[] => []);
  let buffered = 0;
  let rows = 0;

  const drain = async (): Promise<void> => {
    const chunk = bytes.getBytes().slice();
    bytes.index = 0;
    await sink(chunk);
  };
  const writeGroup = async (): Promise<void> => {
    const columnData = columns.map((column, at) => ({ name: column.name, data: buffers[at] ?? [] }));
    writer.write({ columnData, rowGroupSize: rowGroupRows });
    buffers = columns.map(() => []);
    buffered = 0;
    await drain();
  };
  return {
    append(row) {
      for (const [at, column] of columns.entries()) buffers[at]?.push(storedOf(column.type, row[column.name]));
      buffered += 1;
      rows += 1;
      return buffered < rowGroupRows ? undefined : writeGroup();
    },
    async close() {
      if (buffered > 0) await writeGroup();
      writer.finish();
      await drain();
      return { rows, bytes: bytes.offset };
    },
  };
}

/** The object that a map's entries stand for; any other value as it is. */
export function mapAsObject(value: unknown): unknown {
  if (!isMapEntries(value)) return value;
  return Object.fromEntries(value.keys.map((key, at) => [key, value.values[at] ?? null]));
}

function isMapEntries(value: unknown): value is MapEntries {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}

/** hyparquet-writer takes 64-bit columns, timestamps among them, as bigint, and maps as objects. */
function storedOf(type: ColumnType, value: ParquetValue): unknown {
  if (type === 'MAP_STRING_STRING') return mapAsObject(value) ?? null;
  const is64Bit = type === 'INT64' || type === 'TIMESTAMP_MILLIS' || type === 'TIMESTAMP_MICROS';
  return is64Bit && typeof value === 'number' ? BigInt(value) : (value ?? null);
}

/** The Parquet schema of optional columns; maps have the three-level layout that Athena, Spark and DuckDB read. */
export function parquetSchemaOf(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

const leaf = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  INT32: { type: 'INT32' },
  INT64: { type: 'INT64' },
  DOUBLE: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP_MILLIS: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  TIMESTAMP_MICROS: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
} as const;

function elementsOf({ name, type }: Column): SchemaElement[] {
  if (type !== 'MAP_STRING_STRING') return [{ name, ...leaf[type], repetition_type: 'OPTIONAL' }];
  return [
    { name, repetition_type: 'OPTIONAL', converted_type: 'MAP', num_children: 1 },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    { name: 'key', ...leaf.STRING, repetition_type: 'REQUIRED' },
    { name: 'value', ...leaf.STRING, repetition_type: 'OPTIONAL' },
  ];
}
