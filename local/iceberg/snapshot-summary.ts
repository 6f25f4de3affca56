import type { DataFile } from './data-file.ts';
import { partitionKey } from './data-file.ts';

export type SnapshotOperation = 'append' | 'overwrite' | 'delete' | 'replace';

/** The summary of a snapshot that adds and removes these files, with running totals from the summary before it. */
export function summarise(
  operation: SnapshotOperation,
  added: readonly DataFile[],
  removed: readonly DataFile[],
  previous: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const plus = countFiles(added);
  const minus = countFiles(removed);
  const partitions = new Set([...added, ...removed].map(partitionKey));
  const changes = {
    'added-data-files': plus.dataFiles,
    'deleted-data-files': minus.dataFiles,
    'added-records': plus.records,
    'deleted-records': minus.records,
    'added-files-size': plus.size,
    'removed-files-size': minus.size,
    'added-delete-files': plus.deleteFiles,
    'removed-delete-files': minus.deleteFiles,
    'added-position-delete-files': plus.positionFiles,
    'removed-position-delete-files': minus.positionFiles,
    'added-position-deletes': plus.positionDeletes,
    'removed-position-deletes': minus.positionDeletes,
    'added-equality-deletes': plus.equalityDeletes,
    'removed-equality-deletes': minus.equalityDeletes,
    'changed-partition-count': partitions.size,
  };
  const totals = {
    'total-records': plus.records - minus.records,
    'total-files-size': plus.size - minus.size,
    'total-data-files': plus.dataFiles - minus.dataFiles,
    'total-delete-files': plus.deleteFiles - minus.deleteFiles,
    'total-position-deletes': plus.positionDeletes - minus.positionDeletes,
    'total-equality-deletes': plus.equalityDeletes - minus.equalityDeletes,
  };
  const summary: Record<string, string> = { operation };
  for (const [key, value] of Object.entries(changes)) if (value > 0) summary[key] = String(value);
  for (const [key, value] of Object.entries(totals)) {
    const before = previous === undefined ? '0' : previous[key];
    if (before !== undefined) summary[key] = String(Math.max(0, Number(before) + value));
  }
  return summary;
}

function countFiles(files: readonly DataFile[]) {
  const data = files.filter(({ content }) => content === 'data');
  const positions = files.filter(({ content }) => content === 'position deletes');
  const equality = files.filter(({ content }) => content === 'equality deletes');
  return {
    dataFiles: data.length,
    records: rows(data),
    size: files.reduce((sum, file) => sum + file.size, 0),
    deleteFiles: positions.length + equality.length,
    positionFiles: positions.length,
    positionDeletes: rows(positions),
    equalityDeletes: rows(equality),
  };
}

function rows(files: readonly DataFile[]): number {
  return files.reduce((sum, { recordCount }) => sum + recordCount, 0);
}
