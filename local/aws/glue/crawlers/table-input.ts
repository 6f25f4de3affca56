import type { PartitionInput, StorageDescriptor, TableInput } from '@aws-sdk/client-glue';
import type { Classified } from './classify.ts';
import type { Place } from './places.ts';

/** What files weigh, and how many records there are, as far as those tell that were looked at. */
export type Size = { readonly objects: number; readonly bytes: number; readonly records: number };

const text = {
  InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
} as const;

/** A table as a crawler makes it, with its parameters at table and storage. */
export function tableInput(
  name: string,
  place: Place,
  found: Classified,
  about: Size & { readonly crawler: string },
): TableInput {
  const parameters = {
    CrawlerSchemaDeserializerVersion: '1.0',
    CrawlerSchemaSerializerVersion: '1.0',
    UPDATED_BY_CRAWLER: about.crawler,
    averageRecordSize: String(about.records === 0 ? 0 : Math.round(about.bytes / about.records)),
    classification: found.classification,
    compressionType: found.compressionType,
    objectCount: String(about.objects),
    recordCount: String(about.records),
    sizeKey: String(about.bytes),
    typeOfData: 'file',
    ...(found.csv && csvParameters(found.csv)),
  };
  return {
    Name: name,
    Owner: 'owner',
    Retention: 0,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: place.partitionKeys.map((key) => ({ Name: key, Type: 'string' })),
    Parameters: parameters,
    StorageDescriptor: { ...storageOf(found, place.location), Parameters: parameters },
  };
}

/** A partition with the table's columns, as `InheritFromTable` has it. */
export function partitionInput(
  { values, location }: Place['partitions'][number],
  storage: StorageDescriptor,
): PartitionInput {
  return { Values: [...values], StorageDescriptor: { ...storage, Location: location } };
}

function csvParameters({ delimiter, hasHeader }: NonNullable<Classified['csv']>): Readonly<Record<string, string>> {
  return {
    areColumnsQuoted: 'false',
    columnsOrdered: 'true',
    delimiter,
    ...(hasHeader && { 'skip.header.line.count': '1' }),
  };
}

function storageOf(found: Classified, location: string): StorageDescriptor {
  const { columns, compressionType } = found;
  return {
    Columns: [...columns],
    Location: location,
    Compressed: compressionType !== 'none',
    NumberOfBuckets: -1,
    StoredAsSubDirectories: false,
    ...formatOf(found),
  };
}

function formatOf({ classification, columns, csv }: Classified): StorageDescriptor {
  if (classification === 'parquet')
    return {
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
        Parameters: { 'serialization.format': '1' },
      },
    };
  if (classification === 'json')
    return {
      ...text,
      SerdeInfo: {
        SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
        Parameters: { paths: columns.map(({ Name }) => Name).join(',') },
      },
    };
  return {
    ...text,
    SerdeInfo: {
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
      Parameters: { 'field.delim': csv?.delimiter ?? ',' },
    },
  };
}
