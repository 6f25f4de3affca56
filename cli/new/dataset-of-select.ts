import { type Databases, withWords } from '@tributary/query/src/core/sql/database-words.ts';
import { datasetFile } from './dataset.ts';
import type { Made } from './made.ts';

export type SelectCall = {
  readonly description: string;
  readonly materialized: 'table' | 'incremental' | 'view';
  /** Of an incremental one alone, as the two that follow: a column of days. */
  readonly partitionedBy?: string | undefined;
  readonly uniqueKey: readonly string[];
  /** The column of time of what is read, which {{days}} bounds; left out of tables in folders. */
  readonly eventTime?: string | undefined;
  /** What the SELECT gives, typed as Athena says it of a result. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** As it was run in Athena. */
  readonly sql: string;
};

/** A dataset or view whose SELECT is at hand; throws nothing: whether it can be packaged is another question. */
export function newDatasetOf(name: string, call: SelectCall, databases: Databases): Made {
  const { description, materialized, partitionedBy, uniqueKey, eventTime, columns } = call;
  const isIncremental = materialized === 'incremental';
  const header = [
    `description: ${inYaml(description)}`,
    `materialized: ${materialized}`,
    ...(partitionedBy === undefined || !isIncremental ? [] : [`partitioned_by: ${inYaml(partitionedBy)}`]),
    ...(uniqueKey.length === 0 || !isIncremental ? [] : [`unique_key: [${uniqueKey.map(inYaml).join(', ')}]`]),
    ...(eventTime === undefined || !isIncremental ? [] : [`event_time: ${inYaml(eventTime)}`]),
    ...(columns.length === 0 ? [] : ['columns:']),
    ...columns.map((column) => `  ${inYaml(column.name)}: {type: ${inYaml(typeInLake(column.type))}}`),
  ];
  const select = withWords(call.sql.trim().replace(/\s*;\s*$/, ''), databases);
  return datasetFile(name, `/*\n${header.join('\n')}\n*/\n${select}\n`, materialized === 'view' ? 'view' : 'dataset');
}

/** Athena's names of a result's types are Trino's; a table's are Hive's. What a table of the lake cannot have stays, to be told. */
function typeInLake(type: string): string {
  return hiveTypes[type] ?? type;
}

const hiveTypes: Readonly<Record<string, string>> = {
  varchar: 'string',
  char: 'string',
  integer: 'int',
  smallint: 'int',
  tinyint: 'int',
  real: 'double',
  float: 'double',
};

/** A text as YAML within a line takes it. */
function inYaml(text: string): string {
  return /^[A-Za-z_][\w ]*$/.test(text) && !/ $|^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
