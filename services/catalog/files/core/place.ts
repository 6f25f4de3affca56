import { type PartitionValue, partitionsOf } from '@tributary/shared/partitions.ts';
import { type Declarations, type DeclaredFiles, undeclared } from './declaration/files.ts';
import { takeName, validName } from './names/column-name.ts';
import { rescuedColumn } from './table/file-table.ts';

/** Where an object of files belongs. */
export type FilePlace = {
  readonly table: string;
  /** The folder that is the table's alone: `raw/files/stripe/charges/`. */
  readonly folder: string;
  /** What its own folders say; nothing where they say nothing. */
  readonly partitions: readonly PartitionValue[];
  readonly declared: DeclaredFiles;
};

const ofFiles = /^(raw\/(?:files|saas)\/([^/]+)\/([^/]+)\/)(.*[^/])$/s;
const ofEvents = /^(raw\/events\/([^/]+)\/)(.*[^/])$/s;

/** The table of a key; undefined for what is in no table, and for files and folders that Spark and Hadoop mark as no data: `_delta_log/`, `.part`. */
export function filePlaceOf(key: string, { files, events }: Declarations): FilePlace | undefined {
  const [, folder = '', source, object = '', file = ''] = ofFiles.exec(key) ?? [];
  if (source !== undefined) {
    const table = tableNameOf(source, object);
    return isHidden(file) ? undefined : placeIn(key, folder, { table, declared: files.get(table) ?? undeclared });
  }
  const [, typed = '', type = '', name = ''] = ofEvents.exec(key) ?? [];
  const declared = events.get(type);
  if (declared === undefined || isHidden(name)) return undefined;
  return placeIn(key, typed, { table: `events_${type}`, declared });
}

/** A number after two _ is that of a generation: `orders__2` stands beside `orders`. */
function tableNameOf(source: string, object: string): string {
  return validName(`${source}_${object}`).replace(/_+(\d+)$/, '_$1');
}

function placeIn(key: string, folder: string, of: Pick<FilePlace, 'table' | 'declared'>): FilePlace {
  return { ...of, folder, partitions: validPartitions(partitionsOf(key.slice(folder.length))) };
}

/** Keys of partitions are names that differ, as those of columns. */
function validPartitions(values: readonly PartitionValue[]): readonly PartitionValue[] {
  const taken = new Set([rescuedColumn]);
  return values.map(({ name, value }) => ({ name: takeName(name, taken), value }));
}

function isHidden(path: string): boolean {
  return path.split('/').some((step) => step.startsWith('.') || (step.startsWith('_') && !step.includes('=')));
}
