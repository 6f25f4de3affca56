import { SqlError } from '../../../../sql/error.ts';
import type { TrinoType } from '../../../../sql/type.ts';
import type { Decode, SerdeInput } from './decoder.ts';
import { isoDate, isoTimestamp } from './moment.ts';
import { scalarFromText } from './scalar.ts';

type Dialect = { readonly separator: string; readonly quote: string; readonly escape: string };

/**
 * OpenCSVSerde. Every value is text, an absent one empty; a column of another type reads it as Athena documents: dates as days and
 * timestamps as milliseconds since the epoch, and what does not fit ends the query with HIVE_BAD_DATA.
 */
export function csvDecoder({ columns, wanted, parameters }: SerdeInput): Decode {
  const dialect = {
    separator: parameters.separatorChar?.[0] ?? ',',
    quote: parameters.quoteChar?.[0] ?? '"',
    escape: parameters.escapeChar?.[0] ?? '\\',
  };
  const fields = wanted.map((name) => {
    const index = columns.findIndex((column) => column.name === name);
    return { index, type: columns[index]?.type ?? { kind: 'varchar' as const } };
  });
  return (line) => {
    if (line === '') return fields.map(() => 'null');
    const values = splitCsv(line, dialect);
    return fields.map(({ index, type }) => csvValue(type, values[index], index));
  };
}

function csvValue(type: TrinoType, text: string | undefined, index: number): string {
  if (text === undefined) return 'null';
  const value = typed(type, text);
  if (value !== undefined) return value;
  throw new SqlError(
    'HIVE_BAD_DATA',
    `Error parsing field value '${text}' for field ${index}: For input string: "${text}"`,
  );
}

function typed(type: TrinoType, text: string): string | undefined {
  if (type.kind !== 'date' && type.kind !== 'timestamp') return scalarFromText(type, text);
  if (!/^-?\d+$/.test(text)) return undefined;
  return JSON.stringify(type.kind === 'date' ? isoDate(Number(text) * 86_400_000) : isoTimestamp(Number(text)));
}

/** Splits a line as OpenCSV 2.3 does: a quote opens anywhere, a doubled one is itself, the escape takes a quote or itself. */
export function splitCsv(line: string, dialect: Dialect): string[] {
  const values: string[] = [];
  const state = { value: '', quoted: false };
  let at = 0;
  while (at < line.length) {
    const char = line[at] ?? '';
    if (char === dialect.separator && !state.quoted) {
      values.push(state.value);
      state.value = '';
      at += 1;
    } else at += take(state, dialect, char, line[at + 1]);
  }
  return [...values, state.value];
}

/** Takes one character, or two where the first gives the second another meaning; returns how many. */
function take(
  state: { value: string; quoted: boolean },
  dialect: Dialect,
  char: string,
  next: string | undefined,
): number {
  const { quote } = dialect;
  const isEscaped = char === dialect.escape && (next === quote || next === dialect.escape);
  const isDoubled = char === quote && state.quoted && next === quote;
  if (next !== undefined && (isEscaped || isDoubled)) {
    state.value += next;
    return 2;
  }
  if (char === quote) state.quoted = !state.quoted;
  else state.value += char;
  return 1;
}
