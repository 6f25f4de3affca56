import { ParquetFault } from '@tributary/shared/parquet/read/fault.ts';
import type { Decoding } from '@tributary/shared/parquet/read/group.ts';
import type { Layout } from '@tributary/shared/parquet/read/layout.ts';
import { readable, parsers as textParsers } from '@tributary/shared/parquet/read/leaf-text.ts';
import { dateText } from '@tributary/shared/parquet/read/times.ts';
import { type ParquetParsers, parquetSchema, type RowGroup, type SchemaElement, type SchemaTree } from 'hyparquet';
import { asWritten, momentOf } from '../as-written.ts';

const text = (bytes: Uint8Array) => asWritten('text', String(textParsers.stringFromBytes(bytes)));

/** Values at once as they are to be, so that what a dictionary holds is made once. */
const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => momentOf(millis, 1_000),
  timestampFromMicroseconds: (micros) => momentOf(micros, 1_000_000),
  timestampFromNanoseconds: (nanos) => momentOf(nanos, 1_000_000_000),
  dateFromDays: (days) => asWritten('date', dateText(days)),
  stringFromBytes: text,
  jsonFromBytes: text,
  uuidFromBytes: (bytes) => asWritten('text', String(textParsers.uuidFromBytes(bytes))),
};

/**
 * The file without its names, and without what makes lists and maps of groups: hyparquet joins names by points, loses a field that is called
 * `__proto__`, and takes keys of maps for texts. `root` is the schema as hyparquet gets it, `elementOf` what the file says of one of its nodes.
 */
export function decodingOf({ metadata }: Layout) {
  const schema = metadata.schema.map((element, at) => ({ ...withoutGroups(readable(element)), name: `f${at}` }));
  const elements = new Map(schema.map(({ name }, at) => [name, metadata.schema[at]]));
  const root = parquetSchema({ schema });
  const leaves = leavesOf(root);
  const decoding: Decoding = {
    parsers,
    schema,
    columns: root.children.map(({ element }) => element.name),
    groupOf: (rowGroup) => renamed(rowGroup, leaves),
  };
  const elementOf = ({ element }: SchemaTree): SchemaElement => elements.get(element.name) ?? element;
  return { decoding, root, elementOf };
}

function withoutGroups(element: SchemaElement): SchemaElement {
  if (element.type !== undefined) return element;
  const { converted_type: _, logical_type: __, ...group } = element;
  return group;
}

/** Parquet has the chunks of a row group in the order of the schema's leaves. */
function leavesOf(node: SchemaTree): readonly (readonly string[])[] {
  return node.children.length === 0 ? [node.path] : node.children.flatMap(leavesOf);
}

function renamed(rowGroup: RowGroup, leaves: readonly (readonly string[])[]): RowGroup {
  if (rowGroup.columns.length !== leaves.length)
    throw new ParquetFault(`it has ${rowGroup.columns.length} columns, and ${leaves.length} are declared`);
  const columns = rowGroup.columns.map(({ meta_data: meta, ...column }, at) =>
    meta === undefined ? column : { ...column, meta_data: { ...meta, path_in_schema: [...(leaves[at] ?? [])] } },
  );
  return { ...rowGroup, columns };
}
