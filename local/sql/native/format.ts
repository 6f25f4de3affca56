import type { NativeFunction } from '../functions/function.ts';
import { javaDouble } from '../java-number.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import { invalid, native } from './define.ts';
import { asList, asText } from './value.ts';

/** format(): java.util.Formatter over booleans, whole numbers, doubles, decimals, texts and local times. */
export const formatNatives: readonly NativeFunction[] = [
  native('trino_format', ['VARCHAR', 'VARCHAR[]', 'VARCHAR[]', 'VARCHAR'], (pattern, kinds, values) => {
    const texts = asList(values).map((value) => (value === null ? null : asText(value)));
    return formatted(
      asText(pattern),
      asList(kinds).map((kind, index) => ({ kind: asText(kind), text: texts[index] ?? null })),
    );
  }),
];

type Value = { readonly kind: string; readonly text: string | null };

type Specifier = {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
};

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/y;

function formatted(pattern: string, values: readonly Value[]): string {
  let text = '';
  let at = 0;
  let ordinary = 0;
  for (let percent = pattern.indexOf('%'); percent >= 0; percent = pattern.indexOf('%', at)) {
    SPECIFIER.lastIndex = percent;
    const found = SPECIFIER.exec(pattern) ?? refuse(pattern, 'UnknownFormatConversion: Conversion = %');
    const isValue = found[5] !== '%' && found[5] !== 'n';
    const index = found[1] === undefined ? ordinary : Number(found[1]) - 1;
    if (isValue && found[1] === undefined) ordinary += 1;
    text += pattern.slice(at, percent) + replaced(found, values[index], pattern);
    at = percent + found[0].length;
  }
  return text + pattern.slice(at);
}

function replaced(found: RegExpExecArray, value: Value | undefined, pattern: string): string {
  const specifier = readSpecifier(found);
  if (specifier.conversion === 'n') return '\n';
  if (specifier.conversion === '%') return aligned('%', specifier);
  return one(specifier, value ?? refuse(pattern, `MissingFormatArgument: Format specifier '${found[0]}'`), pattern);
}

function readSpecifier(found: RegExpExecArray): Specifier {
  return {
    flags: found[2] ?? '',
    width: Number(found[3] ?? 0),
    precision: found[4] === undefined ? undefined : Number(found[4]),
    conversion: found[5] ?? '',
  };
}

function refuse(pattern: string, reason: string): never {
  return invalid(`Invalid format string: ${pattern} (${reason})`);
}

function one(specifier: Specifier, value: Value, pattern: string): string {
  const upper = /[A-Z]/.test(specifier.conversion);
  const plain = converted({ ...specifier, conversion: specifier.conversion.toLowerCase() }, value, pattern);
  return aligned(upper ? plain.toUpperCase() : plain, specifier);
}

function aligned(text: string, specifier: Specifier): string {
  return specifier.flags.includes('-') ? text.padEnd(specifier.width) : text.padStart(specifier.width);
}

function converted(specifier: Specifier, value: Value, pattern: string): string {
  switch (specifier.conversion) {
    case 's':
      return (value.text === null ? 'null' : javaText(value.kind, value.text)).slice(0, specifier.precision);
    case 'b':
      return (value.kind === 'boolean' ? String(value.text === 'true') : String(value.text !== null)).slice(
        0,
        specifier.precision,
      );
    case 'd':
    case 'x':
    case 'o':
      return whole(specifier, value, pattern);
    case 'f':
    case 'e':
      return real(specifier, value, pattern);
    case 'c':
      if (value.text === null) return 'null';
      return value.kind === 'whole' ? String.fromCodePoint(Number(value.text)) : mismatch(specifier, value, pattern);
    default:
      return refuse(pattern, `UnknownFormatConversion: Conversion = '${specifier.conversion}'`);
  }
}

const javaTypes: Readonly<Record<string, string>> = {
  boolean: 'java.lang.Boolean',
  whole: 'java.lang.Long',
  double: 'java.lang.Double',
  decimal: 'java.math.BigDecimal',
  timestamp: 'java.time.LocalDateTime',
  time: 'java.time.LocalTime',
};

function mismatch(specifier: Specifier, value: Value, pattern: string): never {
  return refuse(
    pattern,
    `IllegalFormatConversion: ${specifier.conversion} != ${javaTypes[value.kind] ?? 'java.lang.String'}`,
  );
}

function javaText(kind: string, text: string): string {
  if (kind === 'double') return javaDouble(parseNumber(text));
  return kind === 'timestamp' || kind === 'time' ? isoTime(text) : text;
}

function parseNumber(text: string): number {
  return /inf/i.test(text)
    ? text.startsWith('-')
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : Number(text);
}

/** LocalDateTime.toString: no seconds where they are zero, fractions in groups of three digits. */
function isoTime(text: string): string {
  const read = /^(?:(\S+) )?(\d{2}:\d{2}):(\d{2})(?:\.(\d+))?$/.exec(text);
  if (!read) return text;
  const fraction = (read[4] ?? '').replace(/0+$/, '');
  const groups = fraction === '' ? '' : `.${fraction.padEnd(Math.ceil(fraction.length / 3) * 3, '0')}`;
  const seconds = read[3] === '00' && groups === '' ? '' : `:${read[3]}${groups}`;
  return `${read[1] === undefined ? '' : `${read[1]}T`}${read[2]}${seconds}`;
}

function whole(specifier: Specifier, value: Value, pattern: string): string {
  if (value.text === null) return 'null';
  if (value.kind !== 'whole') return mismatch(specifier, value, pattern);
  const number = BigInt(value.text);
  if (specifier.conversion === 'd') return signed(specifier, number < 0n, (number < 0n ? -number : number).toString());
  const digits = BigInt.asUintN(64, number).toString(specifier.conversion === 'x' ? 16 : 8);
  return specifier.flags.includes('0') ? digits.padStart(specifier.width, '0') : digits;
}

function real(specifier: Specifier, value: Value, pattern: string): string {
  if (value.text === null) return 'null';
  if (value.kind !== 'double' && value.kind !== 'decimal') return mismatch(specifier, value, pattern);
  if (value.kind === 'double' && !Number.isFinite(parseNumber(value.text))) return javaDouble(parseNumber(value.text));
  const places = specifier.precision ?? 6;
  if (specifier.conversion === 'e') {
    const text = Math.abs(Number(value.text))
      .toExponential(places)
      .replace(/e([+-])(\d)$/, 'e$10$2');
    return signed(specifier, value.text.startsWith('-'), text);
  }
  const unscaled = parseDecimal(value.text, places) ?? 0n;
  return signed(specifier, value.text.startsWith('-'), decimalText(unscaled < 0n ? -unscaled : unscaled, places));
}

function signed(specifier: Specifier, negative: boolean, digits: string): string {
  const { flags, width } = specifier;
  const grouped = flags.includes(',') ? digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',') : digits;
  const [before, after] = signs(flags, negative);
  const zeros = flags.includes('0') ? Math.max(0, width - before.length - after.length - grouped.length) : 0;
  return `${before}${'0'.repeat(zeros)}${grouped}${after}`;
}

/** What stands before and after the digits. */
function signs(flags: string, negative: boolean): readonly [string, string] {
  if (negative) return flags.includes('(') ? ['(', ')'] : ['-', ''];
  if (flags.includes('+')) return ['+', ''];
  return [flags.includes(' ') ? ' ' : '', ''];
}
