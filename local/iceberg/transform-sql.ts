import { type DuckDBConnection, DuckDBScalarFunction, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { PartitionField } from './table.ts';
import { hashValue } from './transform.ts';
import type { Primitive } from './type.ts';
import { parseValue } from './value.ts';

/**
 * DuckDB SQL of a partition value, of a source in the type that files hold; a truncated decimal comes unscaled. Bucket needs
 * `registerBucket` on the connection first.
 */
export function transformSql({ transform, sourceType }: PartitionField, source: string): string {
  const day = `CAST(${wallTime(source, sourceType)} AS DATE)`;
  switch (transform.kind) {
    case 'identity':
      return source;
    case 'void':
      return 'NULL';
    case 'year':
      return `(year(${day}) - 1970)`;
    case 'month':
      return `((year(${day}) - 1970) * 12 + month(${day}) - 1)`;
    case 'day':
      return day;
    case 'hour':
      return `(epoch_us(date_trunc('hour', ${wallTime(source, sourceType)})) // 3600000000)`;
    case 'bucket':
      return `((iceberg_hash('${sourceType.kind}', ${canonicalText(source, sourceType)}) & 2147483647) % ${transform.width})`;
    case 'truncate':
      return truncateSql(source, sourceType, transform.width);
  }
}

function wallTime(source: string, type: Primitive): string {
  return type.kind === 'timestamptz' ? `make_timestamp(epoch_us(${source}))` : source;
}

function truncateSql(source: string, type: Primitive, width: number): string {
  if (type.kind === 'string') return `left(${source}, ${width})`;
  if (type.kind === 'binary') return `unhex(left(hex(${source}), ${2 * width}))`;
  if (type.kind !== 'decimal') return `(${source} - (((${source} % ${width}) + ${width}) % ${width}))`;
  const unscaled = unscaledSql(source);
  return `(${unscaled} - (((${unscaled} % ${width}) + ${width}) % ${width}))`;
}

function unscaledSql(source: string): string {
  return `CAST(replace(CAST(${source} AS VARCHAR), '.', '') AS HUGEINT)`;
}

function canonicalText(source: string, type: Primitive): string {
  if (type.kind === 'binary' || type.kind === 'fixed') return `hex(${source})`;
  if (type.kind === 'timestamptz') return `CAST(${wallTime(source, type)} AS VARCHAR)`;
  if (type.kind === 'decimal') return `CAST(${unscaledSql(source)} AS VARCHAR)`;
  return `CAST(${source} AS VARCHAR)`;
}

/** Registers the hash of Iceberg's bucket transform, in JavaScript, on the connection. */
export function registerBucket(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'iceberg_hash',
      parameterTypes: [VARCHAR, VARCHAR],
      returnType: INTEGER,
      mainFunction: (_info, input, output) => {
        const kinds = input.getColumnVector(0);
        const texts = input.getColumnVector(1);
        for (let row = 0; row < input.rowCount; row++) {
          const text = texts.getItem(row);
          output.setItem(row, text === null ? null : hashText(String(kinds.getItem(row)), String(text)));
        }
        output.flush();
      },
    }),
  );
}

function hashText(kind: string, text: string): number {
  if (kind === 'decimal') return hashValue({ kind: 'decimal', precision: 38, scale: 0 }, BigInt(text));
  if (kind === 'binary' || kind === 'fixed') return hashValue({ kind: 'binary' }, Buffer.from(text, 'hex'));
  const type = hashed.find((candidate) => candidate.kind === kind);
  const value = type && parseValue(type, text);
  if (!type || value === undefined) throw new Error(`Iceberg has no bucket of ${kind} ${text}`);
  return hashValue(type, value);
}

const hashed: readonly Primitive[] = [
  { kind: 'int' },
  { kind: 'long' },
  { kind: 'date' },
  { kind: 'time' },
  { kind: 'timestamp' },
  { kind: 'timestamptz' },
  { kind: 'string' },
  { kind: 'uuid' },
];
