import type { Layout } from '@tributary/shared/parquet/read/layout.ts';
import { scanError } from './load-error.ts';
import type { TargetColumn } from './target-columns.ts';

type SchemaTree = Layout['columns'][number];
type SchemaElement = SchemaTree['element'];

type Fitting = { readonly uri: string; readonly serializeToJson: boolean };

/** Throws unless the file has as many columns as the table and each is of its type: Redshift matches by position and converts nothing. */
export function checkParquetTypes(
  file: readonly SchemaTree[],
  columns: readonly TargetColumn[],
  { uri, serializeToJson }: Fitting,
): void {
  if (file.length !== columns.length)
    throw scanError(
      `Unmatched number of columns between table and file. Table columns: ${columns.length}, Data columns: ${file.length}, File name: ${uri}`,
    );
  for (const [at, tree] of file.entries()) {
    const target = columns[at];
    if (target === undefined || fits(tree, target, serializeToJson)) continue;
    throw scanError(
      `File '${uri}' has an incompatible Parquet schema for column '${tree.element.name}'. Column type: ${told(target.type)}, Parquet schema: ${describe(tree)}${isNested(tree) && target.type === 'jsonb' ? ' (SERIALIZETOJSON loads it)' : ''}`,
    );
  }
}

const told = (type: string) => (type === 'jsonb' ? 'SUPER' : type.toUpperCase());

export const isNested = ({ children, element }: SchemaTree) =>
  children.length > 0 || element.repetition_type === 'REPEATED';

function describe({ element, children }: SchemaTree): string {
  const kind = children.length > 0 ? 'group' : String(element.type).toLowerCase();
  const meaning = element.logical_type?.type ?? element.converted_type;
  return `${String(element.repetition_type).toLowerCase()} ${kind} ${element.name}${meaning === undefined ? '' : ` (${meaning})`}`;
}

function fits(tree: SchemaTree, { type }: TargetColumn, serializeToJson: boolean): boolean {
  if (isNested(tree)) return type === 'jsonb' && serializeToJson;
  const allowed = typesOf(tree.element);
  return allowed.some((each) => type === each || type.startsWith(`${each}(`));
}

const texts = ['character varying', 'character', 'jsonb'];
const meanings: Readonly<Record<string, readonly string[]>> = {
  STRING: texts,
  UTF8: texts,
  ENUM: texts,
  JSON: texts,
  DATE: ['date'],
  TIMESTAMP: ['timestamp without time zone', 'timestamp with time zone'],
  TIMESTAMP_MILLIS: ['timestamp without time zone', 'timestamp with time zone'],
  TIMESTAMP_MICROS: ['timestamp without time zone', 'timestamp with time zone'],
  TIME: ['time without time zone'],
  TIME_MICROS: ['time without time zone'],
};
const stored: Readonly<Record<string, readonly string[]>> = {
  BOOLEAN: ['boolean'],
  INT32: ['smallint', 'integer'],
  INT64: ['bigint'],
  INT96: ['timestamp without time zone', 'timestamp with time zone'],
  FLOAT: ['real'],
  DOUBLE: ['double precision'],
  BYTE_ARRAY: texts,
};

/** The columns' types that a Parquet column fills. */
function typesOf({
  type = 'BOOLEAN',
  converted_type: converted,
  logical_type: logical,
  precision,
  scale,
}: SchemaElement) {
  const meaning = logical?.type ?? converted ?? '';
  if (meaning !== 'DECIMAL') return meanings[meaning] ?? stored[type] ?? [];
  return logical?.type === 'DECIMAL'
    ? [`numeric(${logical.precision},${logical.scale})`]
    : [`numeric(${precision},${scale ?? 0})`];
}
