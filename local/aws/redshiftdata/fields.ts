import type { ColumnMetadata, Field } from '@aws-sdk/client-redshift-data';

type Kind = 'long' | 'double' | 'boolean' | 'string';
type Type = { readonly name: string; readonly kind: Kind; readonly precision: number; readonly scale?: number };

const text = (name: string): Type => ({ name, kind: 'string', precision: 65_535 });

/** PostgreSQL's types by their numbers: what they are called on Redshift and how their values are told. */
const types: Readonly<Record<number, Type>> = {
  16: { name: 'bool', kind: 'boolean', precision: 1 },
  21: { name: 'int2', kind: 'long', precision: 5 },
  23: { name: 'int4', kind: 'long', precision: 10 },
  20: { name: 'int8', kind: 'long', precision: 19 },
  700: { name: 'float4', kind: 'double', precision: 8, scale: 8 },
  701: { name: 'float8', kind: 'double', precision: 17, scale: 17 },
  1700: { name: 'numeric', kind: 'string', precision: 0 },
  1082: { name: 'date', kind: 'string', precision: 13 },
  1114: { name: 'timestamp', kind: 'string', precision: 29, scale: 6 },
  1184: { name: 'timestamptz', kind: 'string', precision: 35, scale: 6 },
  1042: text('bpchar'),
  1043: text('varchar'),
  25: text('varchar'),
  3802: { name: 'super', kind: 'string', precision: 0 },
};

const typeOf = (oid: number): Type => types[oid] ?? text('varchar');

/** A value as a typed field; decimals, times and SUPER are texts. */
export function fieldOf(value: string | null, oid: number): Field {
  if (value === null) return { isNull: true };
  const { kind } = typeOf(oid);
  if (kind === 'long') return { longValue: Number(value) };
  if (kind === 'double') return { doubleValue: Number(value) };
  return kind === 'boolean' ? { booleanValue: value === 't' } : { stringValue: value };
}

/** A column; of which table it is, and the length of its type, is not known here. */
export function columnMetadata({ name, oid }: { readonly name: string; readonly oid: number }): ColumnMetadata {
  const { name: typeName, kind, precision, scale = 0 } = typeOf(oid);
  return {
    name,
    label: name,
    typeName,
    isCaseSensitive: kind === 'string' && precision > 0,
    isCurrency: false,
    isSigned: kind === 'long' || kind === 'double' || typeName === 'numeric',
    length: 0,
    nullable: 1,
    precision,
    scale,
    schemaName: '',
    tableName: '',
  };
}
