import type { NativeFunction } from '../functions/function.ts';
import { javaDouble, javaFloat, scientificDouble, scientificFloat } from '../java-number.ts';
import { runtimeErrorText } from '../runtime-error.ts';
import { decimalText, divideHalfUp, parseDecimal } from './decimal.ts';
import { asNumber, asText } from './value.ts';

/** Numbers from and to text, and decimal division. */
export const numberNatives: readonly NativeFunction[] = [
  {
    name: 'trino_double_text',
    parameters: ['DOUBLE'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => scientificDouble(asNumber(value)),
  },
  {
    name: 'trino_real_text',
    parameters: ['DOUBLE'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => scientificFloat(asNumber(value)),
  },
  {
    name: 'trino_double_json',
    parameters: ['DOUBLE'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => jsonNumber(javaDouble(asNumber(value))),
  },
  {
    name: 'trino_real_json',
    parameters: ['DOUBLE'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => jsonNumber(javaFloat(asNumber(value))),
  },
  {
    name: 'trino_parse_double',
    parameters: ['VARCHAR'],
    returns: 'DOUBLE',
    handlesNulls: false,
    call: (value) => parseDouble(asText(value)),
  },
  {
    name: 'trino_parse_decimal',
    parameters: ['VARCHAR', 'INTEGER', 'INTEGER'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value, precision, scale) => castDecimal(asText(value), asNumber(precision), asNumber(scale)),
  },
  {
    name: 'trino_decimal_divide',
    parameters: ['VARCHAR', 'VARCHAR', 'INTEGER', 'INTEGER'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (a, b, precision, scale) => divide(asText(a), asText(b), asNumber(precision), asNumber(scale)),
  },
];

/** Double.parseDouble: spaces around, `NaN`, `Infinity`, a trailing `d` or `f`. */
export function parseDouble(text: string): number {
  const read = /^[\s\0]*([+-]?)(?:(NaN)|(Infinity)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[dDfF]?)[\s\0]*$/.exec(text);
  if (!read) throw new Error(runtimeErrorText('INVALID_CAST_ARGUMENT', `Cannot cast '${text}' to DOUBLE`));
  const magnitude = read[2] ? Number.NaN : read[3] ? Number.POSITIVE_INFINITY : Number(read[4]);
  return read[1] === '-' ? -magnitude : magnitude;
}

function castDecimal(text: string, precision: number, scale: number): string {
  const unscaled = parseDecimal(text, scale);
  if (unscaled === undefined || tooLong(unscaled, precision))
    throw new Error(
      runtimeErrorText('INVALID_CAST_ARGUMENT', `Cannot cast VARCHAR '${text}' to DECIMAL(${precision}, ${scale})`),
    );
  return decimalText(unscaled, scale);
}

function divide(a: string, b: string, precision: number, scale: number): string {
  const quotient = divideHalfUp(a, b, scale);
  if (quotient === undefined) throw new Error(runtimeErrorText('DIVISION_BY_ZERO', 'Division by zero'));
  if (tooLong(quotient, precision)) throw new Error(runtimeErrorText('NUMERIC_VALUE_OUT_OF_RANGE', 'Decimal overflow'));
  return decimalText(quotient, scale);
}

function tooLong(unscaled: bigint, precision: number): boolean {
  const limit = 10n ** BigInt(precision);
  return unscaled >= limit || unscaled <= -limit;
}

function jsonNumber(text: string): string {
  return /\d/.test(text) ? text : `"${text}"`;
}
