import { raise } from '../runtime-error.ts';
import type { TypedSql } from './function.ts';
import { type Implementation, type Implementations, same, typeOf } from './implementation.ts';

/** Texts and varbinary: parts, padding, search. */
export const stringFunctions: Implementations = {
  length: ([x = ''], call) => (typeOf(call, 0).kind === 'varbinary' ? `octet_length(${x})` : `length(${x})`),
  lower: same('trino_lower'),
  upper: same('trino_upper'),
  trim: trimmed('trim'),
  ltrim: trimmed('ltrim'),
  rtrim: trimmed('rtrim'),
  substr: substring,
  substring,
  replace: ([text = '', search = '', replacement = "''"]) => `replace(${text}, ${search}, ${replacement})`,
  reverse: ([x = ''], call) => reverseNames[typeOf(call, 0).kind]?.(x) ?? `trino_reverse(${x})`,
  split: ([text = '', delimiter = '', limit = '2147483647']) => `trino_split(${text}, ${delimiter}, ${limit})`,
  split_part: same('trino_split_part'),
  split_to_map: (args) => `trino_split_to_map(${args.join(', ')})`,
  split_to_multimap: (args) => `trino_split_to_multimap(${args.join(', ')})`,
  strpos: ([text = '', part = '', instance = '1']) => `trino_strpos(${text}, ${part}, ${instance})`,
  starts_with: same('starts_with'),
  lpad: padded('lpad'),
  rpad: padded('rpad'),
  concat,
  concat_ws: concatWithSeparator,
  translate: same('trino_translate'),
  levenshtein_distance: same('trino_levenshtein'),
  hamming_distance: same('trino_hamming'),
  normalize: ([text = '', form = "'NFC'"]) => `trino_normalize(${text}, ${form})`,
  chr: ([code = '']) => `chr(CAST(${code} AS INTEGER))`,
  codepoint: ([text = '']) =>
    `CASE WHEN length(${text}) = 1 THEN unicode(${text}) WHEN ${text} IS NOT NULL THEN ${raise('INVALID_FUNCTION_ARGUMENT', "'Input string must be a single character string'")} END`,
  soundex: same('trino_soundex'),
  luhn_check: same('trino_luhn'),
  from_utf8: ([x = ''], call) => `trino_from_utf8(${x}, ${replacement(call.args[1])})`,
  to_utf8: ([x = '']) => `encode(${x})`,
  format_number: ([x = '']) => `trino_format_number(CAST(${x} AS DOUBLE))`,
};

const reverseNames: Readonly<Record<string, (sql: string) => string>> = {
  array: (x) => `list_reverse(${x})`,
  varbinary: (x) => `trino_reverse_bytes(${x})`,
};

function trimmed(name: string): Implementation {
  return ([text = '', characters = 'trino_spaces()'], call) =>
    `${name}(${typeOf(call, 0).kind === 'char' ? `rtrim(${text}, ' ')` : text}, ${characters})`;
}

function substring(args: readonly string[], call: Parameters<Implementation>[1]): string {
  const [text = '', start = '', length = '9223372036854775807'] = args;
  const name = typeOf(call, 0).kind === 'varbinary' ? 'trino_subbytes' : 'trino_substr';
  return `${name}(${text}, ${start}, ${length})`;
}

function padded(name: string): Implementation {
  return ([text = '', size = '', padding = ''], call) => {
    if (typeOf(call, 0).kind === 'varbinary') return `trino_pad_bytes(${text}, ${size}, ${padding}, '${name}')`;
    const wrongSize = raise('INVALID_FUNCTION_ARGUMENT', `'Target length must be in the range [0..2147483647]'`);
    const noPadding = raise('INVALID_FUNCTION_ARGUMENT', `'Padding string must not be empty'`);
    return `CASE WHEN ${size} < 0 OR ${size} > 2147483647 THEN ${wrongSize} WHEN ${padding} = '' THEN ${noPadding} ELSE ${name}(${text}, CAST(${size} AS INTEGER), ${padding}) END`;
  };
}

/** Of texts, bytes, and arrays with arrays or single elements. */
function concat(args: readonly string[], call: Parameters<Implementation>[1]): string | TypedSql {
  if (call.type.kind === 'char') return { type: charLength(call), sql: `(${args.join(' || ')})` };
  if (call.type.kind !== 'array') return `(${args.join(' || ')})`;
  const isElement = call.signature.arguments.map((pattern) => pattern.is === 'variable');
  const lists = args.map((arg, index) => (isElement[index] ? `[${arg}]` : arg));
  const missing = args.filter((_, index) => !isElement[index]).map((arg) => `${arg} IS NULL`);
  return `CASE WHEN ${missing.join(' OR ')} THEN NULL ELSE ${lists.reduce((all, next) => `list_concat(${all}, ${next})`)} END`;
}

function charLength(call: Parameters<Implementation>[1]): TypedSql['type'] {
  const length = call.args.reduce((sum, arg) => sum + (arg.type.kind === 'char' ? arg.type.length : 0), 0);
  return { kind: 'char', length };
}

function concatWithSeparator(args: readonly string[], call: Parameters<Implementation>[1]): string {
  const [separator = '', ...rest] = args;
  const list = typeOf(call, 1).kind === 'array' ? (rest[0] ?? '') : `[${rest.join(', ')}]`;
  return `trino_join(${list}, ${separator})`;
}

function replacement(arg: TypedSql | undefined): string {
  if (!arg) return "'\uFFFD'";
  return arg.type.kind === 'bigint' ? `chr(CAST(${arg.sql} AS INTEGER))` : arg.sql;
}
