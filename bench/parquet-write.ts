import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createParseLine } from '@tributary/ingest/logs/core/haproxy/parse-line.ts';
import { recordOf } from '@tributary/ingest/logs/core/haproxy/record.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { requestColumns } from '@tributary/ingest/logs/core/haproxy/tables.ts';
import { createParquetStream, mapAsObject, type ParquetRow, parquetSchemaOf } from '@tributary/shared/parquet-write.ts';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { cpuSeconds } from './cpu-seconds.ts';
import { sampleLines } from './log-object.ts';
import { machine } from './machine.ts';
import { type Contender, measure, report } from './measure.ts';
import { captures } from './parse-object.ts';

const baseline = 'DuckDB COPY of the same rows to Parquet, 1 thread';

/** Rows of haproxy_requests to Parquet: our writer, hyparquet-writer as it comes, and DuckDB from a table in memory. */
export async function parquetBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-parquet-'));
  const rows = requestRows(100_000);
  const [ours, theirs] = [await writeOurs(rows), writeByHyparquet(rows)];
  const duckDb = join(folder, 'duckdb.parquet');
  const copy = await copyByDuckDb(ours, folder, duckDb);
  const work = { lines: rows.length, bytes: ours.length };
  const contenders: readonly Contender[] = [
    { name: 'our writer', ...work, run: () => cpuSeconds(() => writeOurs(rows)) },
    {
      name: 'hyparquet-writer, rows gathered in columns',
      ...work,
      run: () => cpuSeconds(() => writeByHyparquet(rows)),
    },
    { name: baseline, ...work, run: () => cpuSeconds(copy) },
  ];
  console.log(machine());
  console.log(`${rows.length} rows of ${requestColumns.length} columns, best of 7 rounds, CPU time; MB/s of our file`);
  console.log(report(await measure(contenders, 7), baseline));
  const sizes = { 'our writer': ours.length, 'hyparquet-writer': theirs.length, DuckDB: statSync(duckDb).size };
  console.log(
    Object.entries(sizes)
      .map(([name, size]) => `${name} ${(size / 1e6).toFixed(2)} MB`)
      .join(', '),
  );
  rmSync(folder, { recursive: true });
}

/** The sample's rows again and again, each with an identifier of its own. */
function requestRows(count: number): readonly ParquetRow[] {
  const parseLine = createParseLine(readSettings({ frontends: { www: captures, 'www-plain': captures } }));
  const lines = sampleLines();
  return Array.from({ length: count }, (_, at) => {
    const provenance = {
      record_id: hash('sha256', String(at), 'hex').slice(0, 32),
      received_at: 1_795_182_617_000 + at,
      source_key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object',
    };
    const record = recordOf(parseLine(lines[at % lines.length] ?? '', provenance.received_at), provenance);
    if (record.table !== 'haproxy_requests') throw new Error(`line ${at} became no request`);
    return record.row;
  });
}

async function writeOurs(rows: readonly ParquetRow[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const sink = async (chunk: Uint8Array) => {
    chunks.push(chunk);
  };
  const stream = createParquetStream({ columns: requestColumns, sink });
  for (const row of rows) {
    const writing = stream.append(row);
    if (writing !== undefined) await writing;
  }
  await stream.close();
  return Buffer.concat(chunks);
}

function writeByHyparquet(rows: readonly ParquetRow[]): Uint8Array {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: parquetSchemaOf(requestColumns) });
  const columnData = requestColumns.map(({ name, type }) => ({
    name,
    data: rows.map((row) => {
      const value = row[name];
      if (type === 'MAP_STRING_STRING') return mapAsObject(value) ?? null;
      const is64Bit = type === 'INT64' || type === 'TIMESTAMP_MILLIS';
      return is64Bit && typeof value === 'number' ? BigInt(value) : (value ?? null);
    }),
  }));
  writer.write({ columnData, rowGroupSize: 50_000 });
  writer.finish();
  return bytes.getBytes();
}

async function copyByDuckDb(ours: Buffer, folder: string, output: string): Promise<() => Promise<unknown>> {
  const input = join(folder, 'ours.parquet');
  writeFileSync(input, ours);
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await connection.run(`CREATE TABLE requests AS SELECT * FROM read_parquet('${input}')`);
  return () => connection.run(`COPY requests TO '${output}' (FORMAT parquet)`);
}
