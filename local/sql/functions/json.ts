import { type Implementations, same, typeOf } from './implementation.ts';
import type { Call } from './resolve.ts';

/** JSON lies as its text, so both kinds of arguments are read alike. */
export const jsonFunctions: Implementations = {
  json_parse: same('trino_json_parse'),
  json_format: ([json = '']) => json,
  json_extract: same('trino_json_extract'),
  json_extract_scalar: same('trino_json_extract_scalar'),
  json_size: same('trino_json_size'),
  json_array_get: same('trino_json_array_get'),
  json_array_length: same('trino_json_array_length'),
  json_array_contains: ([json = '', wanted = ''], call) =>
    `trino_json_array_contains(${json}, CAST(${wanted} AS VARCHAR), '${wantedKind(call)}')`,
  is_json_scalar: same('trino_is_json_scalar'),
};

function wantedKind(call: Call): string {
  return typeOf(call, 1).kind;
}
