/** A type of the Glue Data Catalog, as far as files are written with it; `other`: some hand's, which nothing is written as. */
export type ColumnType =
  | { readonly kind: Plain }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: ColumnType }
  | { readonly kind: 'map'; readonly value: ColumnType }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }
  | { readonly kind: 'other'; readonly text: string };

export type Plain = 'boolean' | 'int' | 'bigint' | 'double' | 'date' | 'timestamp' | 'string';

/** A field of records or structs: `key` in the files, `name` in the table. */
export type Field = { readonly key: string; readonly name: string; readonly type: ColumnType };

export const plainTypes: readonly Plain[] = ['boolean', 'int', 'bigint', 'double', 'date', 'timestamp', 'string'];

/** As Glue has it: `array<struct<id:bigint,tags:map<string,string>>>`. */
export function typeText(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  if (type.kind === 'array') return `array<${typeText(type.element)}>`;
  if (type.kind === 'map') return `map<string,${typeText(type.value)}>`;
  if (type.kind === 'struct')
    return `struct<${type.fields.map(({ name, type: each }) => `${name}:${typeText(each)}`).join(',')}>`;
  return type.kind === 'other' ? type.text : type.kind;
}

/** Reads a type of Glue; what cannot be written is `other`. Keys of fields are their names. */
export function readType(text: string): ColumnType {
  const compact = text.trim().toLowerCase();
  const reading = { text: compact, at: 0 };
  const type = typeAt(reading);
  return type !== undefined && reading.at === compact.length ? type : { kind: 'other', text };
}

type Reading = { readonly text: string; at: number };

function typeAt(reading: Reading): ColumnType | undefined {
  const word = take(reading, /[a-z]+/y);
  const plain = plainTypes.find((each) => each === word);
  if (plain !== undefined) return { kind: plain };
  if (word === 'decimal') return decimalAt(reading);
  if (word === 'array') return within(reading, () => arrayOf(typeAt(reading)));
  if (word === 'map') return within(reading, () => mapAt(reading));
  return word === 'struct' ? within(reading, () => structAt(reading)) : undefined;
}

function take(reading: Reading, form: RegExp): string | undefined {
  form.lastIndex = reading.at;
  const [found] = form.exec(reading.text) ?? [];
  if (found !== undefined) reading.at += found.length;
  return found;
}

function within(reading: Reading, inner: () => ColumnType | undefined): ColumnType | undefined {
  if (take(reading, /\s*<\s*/y) === undefined) return undefined;
  const type = inner();
  return take(reading, /\s*>/y) === undefined ? undefined : type;
}

function arrayOf(element: ColumnType | undefined): ColumnType | undefined {
  return element && { kind: 'array', element };
}

function mapAt(reading: Reading): ColumnType | undefined {
  if (take(reading, /string\s*,\s*/y) === undefined) return undefined;
  const value = typeAt(reading);
  return value && { kind: 'map', value };
}

function structAt(reading: Reading): ColumnType | undefined {
  const fields: Field[] = [];
  do {
    const name = take(reading, /[^:<>,\s]+/y);
    if (name === undefined || take(reading, /\s*:\s*/y) === undefined) return undefined;
    const type = typeAt(reading);
    if (type === undefined) return undefined;
    fields.push({ key: name, name, type });
  } while (take(reading, /\s*,\s*/y) !== undefined);
  return { kind: 'struct', fields };
}

// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
export const mostDigits = 38;

function decimalAt(reading: Reading): ColumnType | undefined {
  const [, digits, behind = '0'] =
    /^\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/.exec(take(reading, /\s*\([^)]*\)/y) ?? '(10,0)') ?? [];
  const [precision, scale] = [Number(digits), Number(behind)];
  return precision >= 1 && precision <= mostDigits && scale <= precision
    ? { kind: 'decimal', precision, scale }
    : undefined;
}
