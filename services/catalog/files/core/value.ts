export const written: unique symbol = Symbol('written');

/**
 * A scalar whose kind the file itself tells, or a number as it was written. `decimal`: plain digits with all its places; `date`: YYYY-MM-DD;
 * `timestamp`: ISO 8601 in UTC; `text`: stays one, whatever it looks like; `binary`: base64.
 */
export interface Written {
  readonly [written]: 'number' | 'text' | 'decimal' | 'date' | 'timestamp' | 'binary';
  readonly text: string;
}

/** A value of a record. */
export type Value = null | undefined | boolean | number | bigint | string | Written | readonly Value[] | Fields;
export type Fields = { readonly [key: string]: Value };

export function isWritten(value: Value): value is Written {
  return typeof value === 'object' && value !== null && written in value;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isFields(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(written in value);
}

export function isScalar(value: Value): boolean {
  return value !== null && value !== undefined && (typeof value !== 'object' || isWritten(value));
}

/** A value as the file had it: a text as it is, all else as JSON. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (isWritten(value)) return value.text;
  return json(value);
}

function json(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isWritten(value)) return value[written] === 'number' ? value.text : JSON.stringify(value.text);
  if (isList(value)) return `[${value.map(json).join(',')}]`;
  if (isFields(value))
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}:${json(each)}`)
      .join(',')}}`;
  return String(value ?? null);
}
