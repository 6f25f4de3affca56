import type { StorageDescriptor } from '@aws-sdk/client-glue';
import { SqlError } from '../../../sql/error.ts';

export type FormatName = 'parquet' | 'json' | 'csv' | 'text' | 'orc' | 'avro';

/** How a Hive table's files are read and written. */
export type HiveFormat = {
  readonly name: FormatName;
  /** How its files give records: as they are; as the objects of CloudTrail's `Records`; or each line names a file. */
  readonly input: 'plain' | 'cloudtrail' | 'symlink';
  readonly serde: string;
  readonly parameters: Readonly<Record<string, string>>;
};

export const serdes = {
  parquet: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
  openx: 'org.openx.data.jsonserde.JsonSerDe',
  hcatalog: 'org.apache.hive.hcatalog.data.JsonSerDe',
  csv: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
  text: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
  orc: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
  avro: 'org.apache.hadoop.hive.serde2.avro.AvroSerDe',
} as const;

const formats: Readonly<Record<string, FormatName>> = {
  [serdes.parquet]: 'parquet',
  'parquet.hive.serde.ParquetHiveSerDe': 'parquet',
  [serdes.openx]: 'json',
  [serdes.hcatalog]: 'json',
  'org.apache.hadoop.hive.serde2.JsonSerDe': 'json',
  [serdes.csv]: 'csv',
  [serdes.text]: 'text',
  [serdes.orc]: 'orc',
  [serdes.avro]: 'avro',
};

/** The format that a storage descriptor's SerDe stands for. */
export function hiveFormat(storage: StorageDescriptor | undefined): HiveFormat {
  const serde = storage?.SerdeInfo?.SerializationLibrary;
  if (!serde) throw new SqlError('HIVE_UNSUPPORTED_FORMAT', 'Unable to create input format: the table has no SerDe');
  const name = formats[serde];
  if (!name) throw new SqlError('HIVE_UNSUPPORTED_FORMAT', `Output format or SerDe ${serde} is not supported`);
  return {
    name,
    input: inputOf(storage?.InputFormat, name, serde),
    serde,
    parameters: storage?.SerdeInfo?.Parameters ?? {},
  };
}

const text = 'org.apache.hadoop.mapred.TextInputFormat';
const inputs: Readonly<Record<string, HiveFormat['input']>> = {
  [text]: 'plain',
  'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat': 'symlink',
  'com.amazon.emr.cloudtrail.CloudTrailInputFormat': 'cloudtrail',
};

/** Lines are read by what the input format says; columnar files by their SerDe alone, but for those that are named by others. */
function inputOf(given: string | undefined, name: FormatName, serde: string): HiveFormat['input'] {
  const input = given === undefined || given === '' ? 'plain' : inputs[given];
  if (name === 'json' || name === 'csv' || name === 'text') {
    if (input !== undefined) return input;
    throw new SqlError('HIVE_UNSUPPORTED_FORMAT', `Unsupported input format: serde=${serde}, format=${given}`);
  }
  return input === 'symlink' ? 'symlink' : 'plain';
}

const textOut = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

/** Input and output format classes, by the name after STORED AS. */
export const storageClasses: Readonly<
  Record<FormatName, { readonly serde: string; readonly input: string; readonly output: string }>
> = {
  parquet: {
    serde: serdes.parquet,
    input: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    output: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  },
  json: { serde: serdes.openx, input: text, output: textOut },
  csv: { serde: serdes.csv, input: text, output: textOut },
  text: { serde: serdes.text, input: text, output: textOut },
  orc: {
    serde: serdes.orc,
    input: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
    output: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
  },
  avro: {
    serde: serdes.avro,
    input: 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat',
    output: 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat',
  },
};
