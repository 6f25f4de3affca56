import type { CsvFields } from '@tributary/shared/csv/csv-rows.ts';
import { digitsAt, plain } from '@tributary/shared/csv/values/plain-digits.ts';
import { dateAt } from '@tributary/shared/csv/values/plain-times.ts';
import { booleanAt } from '@tributary/shared/csv/values/plain-values.ts';
import { fitScalar } from '../shape/fit-scalar.ts';
import { momentOf } from '../types/moments.ts';
import type { Scalar } from '../types/scalar.ts';
import { endWithin, startWithin } from './padding.ts';

const zero = 0x30;
const nine = 0x39;
const minus = 0x2d;
const point = 0x2e;

/** A longer text is none but a text. */
const mostCharacters = 40;

/** What a text without type shows, be there blanks around it: `007` and `+1` are texts, as is a whole number that no bigint is. */
export function textScalar(fields: CsvFields, field: number): Scalar {
  const { bytes } = fields;
  const end = fields.to[field] ?? 0;
  const from = startWithin(bytes, fields.from[field] ?? 0, end);
  const to = endWithin(bytes, from, end);
  if (to - from > mostCharacters || to === from) return 'string';
  const first = bytes[from] ?? 0;
  const isNumeric = (first >= zero && first <= nine) || first === minus || first === point;
  if (isNumeric) return numericScalar(bytes, { from, to });
  return booleanAt(bytes, from, to) ? 'boolean' : 'string';
}

const fits = {
  bigint: fitScalar({ kind: 'bigint' }),
  double: fitScalar({ kind: 'double' }),
};

type Place = { readonly from: number; readonly to: number };

function numericScalar(bytes: Buffer, { from, to }: Place): Scalar {
  if (hasLeadingZero(bytes, from, to)) return 'string';
  if (digitsAt(bytes, from, to)) return plain.fraction < 0 ? 'bigint' : 'double';
  if (dateAt(bytes, from, to)) return 'date';
  const text = bytes.toString('latin1', from, to);
  const moment = momentOf(text);
  if (moment !== undefined) return moment;
  if (/^-?\d+$/.test(text)) return fits.bigint(text) === undefined ? 'string' : 'bigint';
  return fits.double(text) === undefined ? 'string' : 'double';
}

/** `007`, `-01`: zeros that would get lost. Not those of a date, whose year is four digits before a -. */
function hasLeadingZero(bytes: Buffer, from: number, to: number): boolean {
  const start = bytes[from] === minus ? from + 1 : from;
  if (bytes[start] !== zero || to - start < 2 || bytes[start + 4] === minus) return false;
  const next = bytes[start + 1] ?? 0;
  return next >= zero && next <= nine;
}
