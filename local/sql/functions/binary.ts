import { type Implementations, same, typeOf } from './implementation.ts';

/** Encodings, hashes, bits, URLs. */
export const binaryFunctions: Implementations = {
  to_hex: ([x = '']) => `hex(${x})`,
  from_hex: decoded('trino_from_hex'),
  to_base64: same('to_base64'),
  from_base64: decoded('trino_from_base64'),
  to_base64url: ([x = '']) => `replace(replace(to_base64(${x}), '+', '-'), '/', '_')`,
  from_base64url: decoded('trino_from_base64'),
  to_base32: same('trino_to_base32'),
  from_base32: decoded('trino_from_base32'),
  md5: ([x = '']) => `unhex(md5(${x}))`,
  sha1: ([x = '']) => `unhex(sha1(${x}))`,
  sha256: ([x = '']) => `unhex(sha256(${x}))`,
  sha512: ([x = '']) => `trino_hash(${x}, 'sha512')`,
  hmac_md5: ([x = '', key = '']) => `trino_hmac(${x}, ${key}, 'md5')`,
  hmac_sha1: ([x = '', key = '']) => `trino_hmac(${x}, ${key}, 'sha1')`,
  hmac_sha256: ([x = '', key = '']) => `trino_hmac(${x}, ${key}, 'sha256')`,
  hmac_sha512: ([x = '', key = '']) => `trino_hmac(${x}, ${key}, 'sha512')`,
  crc32: same('trino_crc32'),
  xxhash64: same('trino_xxhash64'),
  to_big_endian_32: ([x = '']) => `trino_big_endian(${x}, 4)`,
  to_big_endian_64: ([x = '']) => `trino_big_endian(${x}, 8)`,
  from_big_endian_32: ([x = '']) => `CAST(trino_from_big_endian(${x}, 4) AS INTEGER)`,
  from_big_endian_64: ([x = '']) => `trino_from_big_endian(${x}, 8)`,
  to_ieee754_32: ([x = '']) => `trino_to_ieee754(CAST(${x} AS DOUBLE), 4)`,
  to_ieee754_64: ([x = '']) => `trino_to_ieee754(${x}, 8)`,
  from_ieee754_32: ([x = '']) => `CAST(trino_from_ieee754(${x}, 4) AS FLOAT)`,
  from_ieee754_64: ([x = '']) => `trino_from_ieee754(${x}, 8)`,
  bitwise_and: ([a = '', b = '']) => `(${a} & ${b})`,
  bitwise_or: ([a = '', b = '']) => `(${a} | ${b})`,
  bitwise_xor: ([a = '', b = '']) => `xor(${a}, ${b})`,
  bitwise_not: ([a = '']) => `(~ ${a})`,
  bitwise_left_shift: ([a = '', n = ''], call) =>
    `CAST(trino_shift(CAST(${a} AS BIGINT), ${n}, ${widths[typeOf(call, 0).kind] ?? 64}, 'left') AS ${storages[call.type.kind] ?? 'BIGINT'})`,
  bitwise_right_shift: ([a = '', n = ''], call) =>
    `CAST(trino_shift(CAST(${a} AS BIGINT), ${n}, ${widths[typeOf(call, 0).kind] ?? 64}, 'right') AS ${storages[call.type.kind] ?? 'BIGINT'})`,
  bitwise_right_shift_arithmetic: ([a = '', n = ''], call) =>
    `CAST(trino_shift(CAST(${a} AS BIGINT), ${n}, ${widths[typeOf(call, 0).kind] ?? 64}, 'arithmetic') AS ${storages[call.type.kind] ?? 'BIGINT'})`,
  bit_count: same('trino_bit_count'),
  url_encode: same('trino_url_encode'),
  url_decode: same('trino_url_decode'),
  url_extract_host: part('host'),
  url_extract_path: part('path'),
  url_extract_protocol: part('protocol'),
  url_extract_query: part('query'),
  url_extract_fragment: part('fragment'),
  url_extract_port: ([url = '']) => `CAST(trino_url_part(${url}, 'port') AS BIGINT)`,
  url_extract_parameter: same('trino_url_parameter'),
  uuid: () => 'uuid()',
};

const widths: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, integer: 32, bigint: 64 };
const storages: Readonly<Record<string, string>> = {
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
};

function decoded(name: string): Implementations[string] {
  return ([x = ''], call) => `${name}(${typeOf(call, 0).kind === 'varbinary' ? `decode(${x})` : x})`;
}

function part(name: string): Implementations[string] {
  return ([url = '']) => `trino_url_part(${url}, '${name}')`;
}
