import * as z from 'zod';
import { besideName, filesMetadata, generationOf } from '../../../glue/files-table.ts';
import type { FindTable, FoundTable } from '../../../glue/ports.ts';
import type { Place } from '../../core/place.ts';

export type FilesTablesDeps = {
  readonly findTable: FindTable;
  readonly databases: Readonly<Record<Place['database'], string>>;
};

/** The table of Glue that the file is of; undefined where it is of a generation that is none any more. */
export async function findGeneration(
  { findTable, databases }: FilesTablesDeps,
  place: Place,
): Promise<Place | undefined> {
  if (place.generation === undefined) return place;
  const find = (table: string) => findTable(databases[place.database], table);
  const found = await find(place.table);
  const current = found === undefined ? undefined : generationOf(found.parameters);
  if (found === undefined || current === undefined) return place;
  if (current === place.generation && !found.isView) return place;
  const table = besideName(place.table, place.generation);
  return (await find(table)) === undefined ? undefined : { ...place, table };
}

/** Where a file's folder lies in the generation that the table has now; undefined of tables that have none. */
export function locationIn(
  found: FoundTable | undefined,
  { generation, tableFolder, folder }: Place,
  bucket: string,
): string | undefined {
  const now = found === undefined || generation === undefined ? undefined : generationOf(found.parameters);
  if (now === undefined) return undefined;
  const partitions = folder.slice(tableFolder.length).replace(/^\d+\//, '');
  return `s3://${bucket}/${tableFolder}${now === 1 ? '' : `${now}/`}${partitions}`;
}

type SchemaOfFile = { readonly cause: 'created' | 'schema' | 'rows'; readonly added: readonly string[] };

/** What came to a table of files with one of them: its footer says so. */
export function schemaOfFiles({
  [filesMetadata.schema]: said = '[]',
}: Readonly<Record<string, string>> = {}): SchemaOfFile {
  if (said === 'created') return { cause: 'created', added: [] };
  const added = z.array(z.string()).parse(JSON.parse(said));
  return { cause: added.length === 0 ? 'rows' : 'schema', added };
}
