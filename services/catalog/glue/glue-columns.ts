import type { StorageDescriptor } from '@aws-sdk/client-glue';
import type { HiveColumn } from './hive-type.ts';

/** The columns of a table or partition. */
export function columnsOf({ Columns: columns = [] }: StorageDescriptor): readonly HiveColumn[] {
  return columns.map(({ Name: name = '', Type: type = '' }) => ({ name, type }));
}

/** The same storage with these columns; what else is known of one that stays, stays. */
export function withColumns(descriptor: StorageDescriptor, columns: readonly HiveColumn[]): StorageDescriptor {
  const known = new Map((descriptor.Columns ?? []).map((column) => [column.Name, column]));
  return {
    ...descriptor,
    Columns: columns.map(({ name, type, parameters }) => ({
      ...known.get(name),
      Name: name,
      Type: type,
      ...(parameters === undefined ? {} : { Parameters: { ...known.get(name)?.Parameters, ...parameters } }),
    })),
  };
}
