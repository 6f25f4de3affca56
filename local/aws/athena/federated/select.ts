import type { Column, Scan } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { blobText, scalarFromText } from '../read/serde/scalar.ts';
import { openStage, type Stage } from '../read/staged.ts';
import type { Run } from '../run.ts';
import type { StoredCatalog } from '../store.ts';
import { fromServer } from './columns.ts';
import { serverOf } from './connection.ts';
import { csvFile, readCsv } from './csv-files.ts';
import { driverOf } from './driver-of.ts';

type Row = Readonly<Record<string, unknown>>;

/** SQL of a SELECT of a federated table's wanted columns: fetched, with what the server can filter, and staged. */
export async function federatedSelect(
  run: Run,
  catalog: StoredCatalog,
  scan: Scan,
  wanted: readonly Column[],
): Promise<string> {
  const stage = openStage(run, scan.id, wanted);
  await fromServer(catalog, async () => {
    for await (const rows of await readRows(run, catalog, scan)) await writeRows(run, stage, rows, wanted);
  });
  return stage.close();
}

async function readRows(
  run: Run,
  catalog: StoredCatalog,
  scan: Scan,
): Promise<AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>> {
  const server = await serverOf(run, catalog);
  if (server) return (await driverOf(server)).rows(server, scan);
  const path = csvFile(run, catalog.name, scan.table.database, scan.table.table);
  if (path === undefined) return [];
  const { rows, bytes } = readCsv(path);
  run.scanned.bytes += bytes;
  return [rows];
}

async function writeRows(run: Run, stage: Stage, rows: readonly Row[], wanted: readonly Column[]): Promise<void> {
  run.signal.throwIfAborted();
  for (let start = 0; start < rows.length; start += 1000) {
    const batch = rows.slice(start, start + 1000);
    await stage.write(batch.map((row) => `${rowText(row, wanted)}\n`).join(''));
  }
}

function rowText(row: Row, wanted: readonly Column[]): string {
  const byName = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  const members = wanted.map(({ name, type }) => `${JSON.stringify(name)}:${valueText(type, byName.get(name))}`);
  return `{${members.join(',')}}`;
}

function valueText(type: TrinoType, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value) && type.kind === 'varbinary') return blobText(value);
  const text = textOf(value);
  if (type.kind === 'boolean' && /^[01]$/.test(text)) return String(text === '1');
  if (type.kind === 'timestamp') return JSON.stringify(text);
  return scalarFromText(type, text) ?? 'null';
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
