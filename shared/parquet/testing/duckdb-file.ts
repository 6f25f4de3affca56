import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The Parquet file that DuckDB makes of a SELECT, and the rows of it as DuckDB writes texts. */
export async function duckDbFile(select: string, options = ''): Promise<{ bytes: Buffer; rows: unknown[][] }> {
  const folder = mkdtempSync(join(tmpdir(), 'duckdb-file-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const file = join(folder, 'x.parquet');
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet${options})`);
    const read = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM (${select})`);
    return { bytes: readFileSync(file), rows: read.getRowsJS() };
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
}
