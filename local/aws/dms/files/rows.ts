import type { Appended, Format } from '../endpoint.ts';

export type Value = string | null;

/** A row as a file has it: of a full load, or a change. */
export type Row = {
  readonly op: 'I' | 'U' | 'D';
  readonly isLoad: boolean;
  /** In the order of the table's columns. */
  readonly values: readonly Value[];
  /** The key before the change, for updates and deletes. */
  readonly before: readonly Value[];
  /** Epoch seconds: of the commit, or when the load began. */
  readonly at: number;
  /** 35 digits; empty in full loads. */
  readonly sequence: string;
};

/** The line of names that a file begins with; empty where the endpoint writes none. */
export function headerLine(
  format: Format,
  { columns, key, isLoad }: { readonly columns: readonly string[]; readonly key: readonly string[]; isLoad: boolean },
): string {
  if (!format.header) return '';
  const { op, timestamp = '', sequence = '', beforeImage = '' } = format;
  const names: Record<Appended, readonly string[]> = {
    before: key.map((name) => beforeImage + name),
    timestamp: [timestamp],
    sequence: [sequence],
  };
  return line(format, [...opField(format, isLoad, op), ...columns, ...format.appended.flatMap((each) => names[each])]);
}

export function rowLine(format: Format, { op, isLoad, values, before, at, sequence }: Row): string {
  const appended: Record<Appended, readonly Value[]> = {
    before,
    timestamp: [momentText(at)],
    sequence: [sequence],
  };
  return line(format, [
    ...opField(format, isLoad, op),
    ...values,
    ...format.appended.flatMap((each) => appended[each]),
  ]);
}

function opField({ opInLoads }: Format, isLoad: boolean, text: string): readonly string[] {
  return isLoad && !opInLoads ? [] : [text];
}

function line(format: Format, fields: readonly Value[]): string {
  return fields.map((value) => field(format, value)).join(format.delimiter) + format.newline;
}

/** NULL is the bare null text; a text that looks like it, and the empty one, stand in quotes. */
function field({ quotes, nullText, delimiter }: Format, value: Value): string {
  if (value === null) return nullText;
  if (!quotes) return value;
  const isPlain = value !== '' && value !== nullText && !value.includes(delimiter) && !/["\r\n]/.test(value);
  return isPlain ? value : `"${value.replaceAll('"', '""')}"`;
}

/** MySQL tells whole seconds; DMS writes six digits after them. */
function momentText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('T', ' ').replace('.000Z', '.000000');
}
