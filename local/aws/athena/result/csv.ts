/** A row as Athena writes it into a result file: every value quoted, NULL empty. */
export function csvRow(values: readonly (string | null)[]): string {
  return `${values.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

/**
 * Reads rows of such a file from `bytes`, up to `limit` of them. `end` is the offset after the last whole row; a row that
 * the bytes cut is not read.
 */
export function parseRows(bytes: Buffer, limit: number): { readonly rows: (string | null)[][]; readonly end: number } {
  const rows: (string | null)[][] = [];
  let end = 0;
  while (rows.length < limit) {
    const row = parseRow(bytes, end);
    if (!row) break;
    rows.push(row.values);
    end = row.end;
  }
  return { rows, end };
}

const quote = 0x22;
const comma = 0x2c;
const newline = 0x0a;

type ParsedRow = { readonly values: (string | null)[]; readonly end: number };

function parseRow(bytes: Buffer, start: number): ParsedRow | undefined {
  const values: (string | null)[] = [];
  let at = start;
  while (at < bytes.length) {
    const end = bytes[at] === quote ? endOfQuoted(bytes, at) : at;
    const after = bytes[end];
    if (after !== comma && after !== newline) return undefined;
    values.push(end === at ? null : bytes.toString('utf8', at + 1, end - 1).replaceAll('""', '"'));
    at = end + 1;
    if (after === newline) return { values, end: at };
  }
  return undefined;
}

/** The offset after the closing quote, or beyond the bytes. */
function endOfQuoted(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    const next = bytes.indexOf(quote, at);
    if (next < 0) return bytes.length;
    if (bytes[next + 1] !== quote) return next + 1;
    at = next + 2;
  }
}
