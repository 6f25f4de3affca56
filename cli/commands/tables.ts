import { openFilesLake } from '../files/files-lake.ts';
import { jsonOfTable } from '../tables/as-json.ts';
import { renderTableDetail } from '../tables/detail.ts';
import { createOriginOf } from '../tables/origin.ts';
import { renderTables, type Showing } from '../tables/overview.ts';
import { readTable, readTables } from '../tables/read-tables.ts';
import type { TargetFlags } from '../target.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

export type TablesFlags = TargetFlags & { readonly raw?: true | undefined; readonly json?: true | undefined };

/** Partitions are counted up to here: a thousand take a call. */
const mostPartitions = { ofAll: 2_000, ofOne: 100_000 };

/** `lake tables [NAME]`: what is in the lake, without reading a row of it. */
export async function tables(name: string | undefined, flags: TablesFlags): Promise<number> {
  const lake = await openFilesLake(flags);
  const database = flags.raw ? lake.names.rawDatabase : lake.names.lakeDatabase;
  const originOf = createOriginOf();
  const showing: Showing = { now: Date.now(), isTerminal: process.stdout.isTTY, originOf, flags: lake.flags };
  if (name !== undefined) {
    const seen = await readTable(lake, { database, name, mostPartitions: mostPartitions.ofOne });
    await write(process.stdout, flags.json ? jsonOfTable(seen, originOf, true) : renderTableDetail(seen, showing));
    return exitCodes.done;
  }
  const all = await readTables(lake, database, mostPartitions.ofAll);
  const lines = all.map((seen) => jsonOfTable(seen, originOf, false));
  await write(process.stdout, flags.json ? lines.join('') : renderTables(all, showing));
  return exitCodes.done;
}
