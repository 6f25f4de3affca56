import type { HiveColumn } from './hive-type.ts';

/** A table as the Glue Data Catalog keeps it, as far as this service reads and writes it. */
type GlueColumn = {
  readonly Name: string;
  readonly Type: string;
  readonly Parameters?: Record<string, string>;
};
export type GlueStorage = {
  readonly Columns: GlueColumn[];
  readonly Location: string;
  readonly InputFormat: string;
  readonly OutputFormat: string;
  readonly SerdeInfo: { readonly SerializationLibrary: string; readonly Parameters: Record<string, string> };
};
export type GlueTable = {
  readonly Name: string;
  readonly TableType: 'EXTERNAL_TABLE';
  readonly Parameters: Record<string, string>;
  readonly PartitionKeys: GlueColumn[];
  readonly StorageDescriptor: GlueStorage;
};

const storage = {
  parquet: {
    InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    library: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    parameters: { 'serialization.format': '1' },
  },
  json: {
    InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    library: 'org.openx.data.jsonserde.JsonSerDe',
    // By its default the SerDe lowers the keys of a nested object too, and fails on two that then are the same.
    parameters: { 'serialization.format': '1', 'ignore.malformed.json': 'false', 'case.insensitive': 'false' },
  },
} as const;

export type FileFormat = keyof typeof storage;

/** Where and how the files of a table or partition are read. */
export function storageOf(format: FileFormat, columns: readonly HiveColumn[], location: string): GlueStorage {
  const { InputFormat, OutputFormat, library, parameters } = storage[format];
  return {
    Columns: columns.map(({ name, type, parameters: own }) => ({
      Name: name,
      Type: type,
      ...(own === undefined ? {} : { Parameters: { ...own } }),
    })),
    Location: location,
    InputFormat,
    OutputFormat,
    SerdeInfo: { SerializationLibrary: library, Parameters: { ...parameters } },
  };
}
