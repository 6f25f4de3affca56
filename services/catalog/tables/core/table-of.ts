import type { HiveColumn } from '../../glue/hive-type.ts';
import { type GlueTable, storageOf } from '../../glue/table-input.ts';
import type { Place } from './place.ts';

/** The table that an object's place and columns ask for. */
export function tableOf(place: Place, columns: readonly HiveColumn[], bucket: string): GlueTable {
  const partitionNames = new Set(place.partitions.map(({ name }) => name));
  return {
    Name: place.table,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: place.format },
    PartitionKeys: place.partitions.map(({ name }) => ({ Name: name, Type: 'string' })),
    StorageDescriptor: storageOf(
      place.format,
      columns.filter(({ name }) => !partitionNames.has(name)),
      `s3://${bucket}/${place.tableFolder}`,
    ),
  };
}
