import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { groupBy } from './group-by.ts';
import { quoteTexts } from './sql-text.ts';

/** A node of a Parquet file's schema. */
export type FileNode = {
  readonly name: string;
  readonly fieldId: number | undefined;
  /** DuckDB's type of a leaf. */
  readonly type: string;
  readonly children: readonly FileNode[];
  /** Where among the file's leaves this one is, -1 for a group. */
  readonly leaf: number;
};

/** Leaf's index → chunk, for each row group. */
export type RowGroup = ReadonlyMap<number, ColumnChunk>;

export type ColumnChunk = {
  readonly compressedSize: number;
  readonly values: number;
  readonly nulls: number | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
};

export type Footer = { readonly columns: readonly FileNode[]; readonly rowGroups: readonly RowGroup[] };

const schemaRow = z.object({
  file_name: z.string(),
  name: z.string(),
  num_children: z.coerce.number(),
  field_id: z.string().nullable(),
  duckdb_type: z.string().nullable(),
});

const chunkRow = z.object({
  file_name: z.string(),
  row_group_id: z.coerce.number(),
  column_id: z.coerce.number(),
  num_values: z.coerce.number(),
  stats_null_count: z.string().nullable(),
  stats_min_value: z.string().nullable(),
  stats_max_value: z.string().nullable(),
  total_compressed_size: z.coerce.number(),
});

/** Reads the footers of Parquet files on this disk, by path. */
export async function readFooters(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Footer>> {
  if (paths.length === 0) return new Map();
  const list = quoteTexts(paths);
  const schemas = await connection.runAndReadAll(
    `SELECT file_name, name, CAST(coalesce(num_children, 0) AS VARCHAR) AS num_children, CAST(field_id AS VARCHAR) AS field_id, duckdb_type
     FROM parquet_schema(${list}) ORDER BY file_name, column_id`,
  );
  const chunks = await connection.runAndReadAll(
    `SELECT file_name, row_group_id, column_id, num_values, CAST(stats_null_count AS VARCHAR) AS stats_null_count,
       stats_min_value, stats_max_value, total_compressed_size
     FROM parquet_metadata(${list}) ORDER BY file_name, row_group_id, column_id`,
  );
  const nodes = groupBy(z.array(schemaRow).parse(schemas.getRowObjectsJson()), (row) => row.file_name);
  const groups = groupBy(z.array(chunkRow).parse(chunks.getRowObjectsJson()), (row) => row.file_name);
  return new Map(
    [...nodes].map(([path, rows]) => [
      path,
      { columns: schemaTree(rows).children, rowGroups: rowGroups(groups.get(path) ?? []) },
    ]),
  );
}

/** Builds the tree from its depth-first rows. */
function schemaTree(rows: readonly z.output<typeof schemaRow>[]): FileNode {
  let next = 0;
  let leaf = 0;
  const build = (): FileNode => {
    const row = rows[next++];
    if (!row) throw new Error('a Parquet schema ends early');
    const group = row.num_children > 0;
    const position = group ? -1 : leaf++;
    const children = Array.from({ length: row.num_children }, build);
    const fieldId = row.field_id === null ? undefined : Number(row.field_id);
    return { name: row.name, fieldId, type: row.duckdb_type ?? '', children, leaf: position };
  };
  return build();
}

function rowGroups(rows: readonly z.output<typeof chunkRow>[]): readonly RowGroup[] {
  return [...groupBy(rows, (row) => row.row_group_id).values()].map(
    (chunks) => new Map(chunks.map((chunk) => [chunk.column_id, columnChunk(chunk)])),
  );
}

function columnChunk(row: z.output<typeof chunkRow>): ColumnChunk {
  return {
    compressedSize: row.total_compressed_size,
    values: row.num_values,
    nulls: row.stats_null_count === null ? undefined : Number(row.stats_null_count),
    min: row.stats_min_value ?? undefined,
    max: row.stats_max_value ?? undefined,
  };
}

/** The leaves at or below a node. */
export function leavesOf(node: FileNode): readonly number[] {
  return node.leaf >= 0 ? [node.leaf] : node.children.flatMap(leavesOf);
}
