import * as z from 'zod';
import { readAvro } from '../../avro.ts';
import type { PartitionText } from './partition-text.ts';

/** A manifest, as the list of a snapshot's manifests has it. */
export type Manifest = { readonly uri: string; readonly bytes: number; readonly specId: number };

/** A file of a table: rows, or which of them are deleted. */
export type TableFile = { readonly partition: string; readonly content: 'data' | 'deletes'; readonly bytes: number };

// Ids of fields, as names differ by writer: https://iceberg.apache.org/spec/#manifest-lists, …/#manifests
const listed = z.object({ f500: z.string(), f501: z.coerce.number(), f502: z.number() });

export function readManifestList(file: Buffer): readonly Manifest[] {
  return readAvro(file, (id) => `f${id}`).records.map((record) => {
    const { f500: uri, f501: bytes, f502: specId } = listed.parse(record);
    return { uri, bytes, specId };
  });
}

const entry = z.object({
  status: z.number(),
  file: z.object({
    content: z.number().default(0),
    // Of a class of avsc's, which z.record takes for no record.
    partition: z.looseObject({}).default({}),
    bytes: z.coerce.number(),
  }),
});

const names: Readonly<Record<number, string>> = {
  0: 'status',
  2: 'file',
  134: 'content',
  102: 'partition',
  104: 'bytes',
};
const firstPartitionField = 1_000;
const deleted = 2;

/** The files of a manifest that are still the table's. */
export function readManifest(file: Buffer, partitionText: PartitionText): readonly TableFile[] {
  const nameOf = (id: number) => names[id] ?? (id >= firstPartitionField ? `p${id}` : undefined);
  return readAvro(file, nameOf).records.flatMap((record): readonly TableFile[] => {
    const read = entry.parse(record);
    const { content, partition, bytes } = read.file;
    if (read.status === deleted) return [];
    return [{ partition: partitionText(partition), content: content === 0 ? 'data' : 'deletes', bytes }];
  });
}
