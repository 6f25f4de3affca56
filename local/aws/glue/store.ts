import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { ColumnStatistics, DatabaseInput, PartitionInput, TableInput } from '@aws-sdk/client-glue';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import type { StoredCrawler } from './crawlers/stored-crawler.ts';

export type StoredDatabase = {
  readonly name: string;
  readonly createTime: number;
  readonly input: DatabaseInput;
};

/** Dates of an input as epoch milliseconds, because a journal holds JSON. */
type Times = { readonly lastAccessTime?: number | undefined; readonly lastAnalyzedTime?: number | undefined };
type Timeless<T> = Omit<T, 'LastAccessTime' | 'LastAnalyzedTime'>;

export type StoredTable = Times & {
  readonly database: string;
  readonly name: string;
  readonly version: number;
  readonly createTime: number;
  readonly updateTime: number;
  readonly createdBy: string;
  readonly input: Timeless<TableInput>;
};

export type StoredPartition = Times & {
  readonly database: string;
  readonly table: string;
  readonly values: readonly string[];
  readonly createTime: number;
  readonly input: Timeless<PartitionInput>;
};

export type GlueStore = ReturnType<typeof openStore>;

export const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);

/** Splits an input's dates off. */
export function timeless<T extends { LastAccessTime?: Date | undefined; LastAnalyzedTime?: Date | undefined }>(
  input: T,
): Times & { readonly input: Timeless<T> } {
  const { LastAccessTime, LastAnalyzedTime, ...rest } = input;
  return { lastAccessTime: LastAccessTime?.getTime(), lastAnalyzedTime: LastAnalyzedTime?.getTime(), input: rest };
}

/** The Data Catalog's state in `folder`. Partitions are indexed by their table. */
export function openStore(folder: string) {
  const databases = openJournal<StoredDatabase>(join(folder, 'databases.jsonl'));
  const tables = openJournal<StoredTable>(join(folder, 'tables.jsonl'));
  const versions = openJournal<StoredTable>(join(folder, 'table-versions.jsonl'));
  const partitions = openJournal<StoredPartition>(join(folder, 'partitions.jsonl'));
  const statistics = openJournal<string>(join(folder, 'column-statistics.jsonl'));
  const crawlers = openJournal<StoredCrawler>(join(folder, 'crawlers.jsonl'));
  const index = new Map<string, Set<string>>();
  for (const [key, { database, table }] of partitions.entries()) indexed(index, database, table).add(key);

  return {
    databases,
    tables,
    versions,
    crawlers,
    tablesOf: (database: string) => [...tables.values()].filter((table) => table.database === database),
    partition: (database: string, table: string, values: readonly string[]) =>
      partitions.get(keyOf(database, table, ...values)),
    partitionsOf(database: string, table: string): StoredPartition[] {
      const keys = index.get(keyOf(database, table)) ?? [];
      return [...keys].flatMap((key) => partitions.get(key) ?? []);
    },
    putPartition(partition: StoredPartition) {
      const key = keyOf(partition.database, partition.table, ...partition.values);
      indexed(index, partition.database, partition.table).add(key);
      partitions.put(key, partition);
    },
    deletePartition(database: string, table: string, values: readonly string[]): boolean {
      const key = keyOf(database, table, ...values);
      index.get(keyOf(database, table))?.delete(key);
      return partitions.delete(key);
    },
    deleteTable(database: string, table: string) {
      const key = keyOf(database, table);
      for (const partition of index.get(key) ?? []) partitions.delete(partition);
      index.delete(key);
      deleteUnder(versions, key);
      deleteUnder(statistics, key);
      tables.delete(key);
    },
    statistics: {
      get(key: string): ColumnStatistics | undefined {
        const text = statistics.get(key);
        if (text === undefined) return undefined;
        const value: ColumnStatistics = deserialize(Buffer.from(text, 'base64'));
        return value;
      },
      put: (key: string, value: ColumnStatistics) => statistics.put(key, serialize(value).toString('base64')),
      delete: (key: string) => statistics.delete(key),
    },
  };
}

function indexed(index: Map<string, Set<string>>, database: string, table: string): Set<string> {
  const key = keyOf(database, table);
  const known = index.get(key);
  if (known) return known;
  const made = new Set<string>();
  index.set(key, made);
  return made;
}

/** Deletes the entries whose key begins with the parts of `key`. */
function deleteUnder<T>(journal: Journal<T>, key: string) {
  const prefix = `${key.slice(0, -1)},`;
  for (const entry of [...journal.keys()]) if (entry.startsWith(prefix)) journal.delete(entry);
}
