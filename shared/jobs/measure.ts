import type { Count, Log } from '../lambda.ts';
import { readTableMetadata } from './upkeep/table-metadata.ts';

export type MeasureDeps = {
  /** Where the present metadata of an Iceberg table lies, and what its file holds; undefined for a table that is not there. */
  readonly readMetadata: (database: string, table: string) => Promise<Buffer | undefined>;
  readonly database: string;
  readonly now: () => number;
  readonly count: Count;
  readonly log: Pick<Log, 'info'>;
};

/** Counts what upkeep is to keep small: how long a table's metadata is, of how many files it consists, how old its oldest snapshot is. */
export type Measure = (table: string) => Promise<void>;

export function createMeasure({ readMetadata, database, now, count, log }: MeasureDeps): Measure {
  return async function measure(table) {
    const file = await readMetadata(database, table);
    if (file === undefined) return;
    const { snapshots } = readTableMetadata(file);
    const byAge = snapshots.toSorted((a, b) => a['timestamp-ms'] - b['timestamp-ms']);
    const summary = byAge.at(-1)?.summary;
    const files = (summary?.['total-data-files'] ?? 0) + (summary?.['total-delete-files'] ?? 0);
    const oldest = Math.floor((now() - (byAge[0]?.['timestamp-ms'] ?? now())) / 1_000);
    count('TableMetadataBytes', file.length);
    count('TableFiles', files);
    count('SecondsOfSnapshots', oldest);
    log.info('Measured', {
      table,
      metadataBytes: file.length,
      files,
      snapshots: snapshots.length,
      oldestSeconds: oldest,
    });
  };
}
