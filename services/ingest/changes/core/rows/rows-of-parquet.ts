import {
  bare,
  type CsvRows,
  endRow,
  escaped,
  growFields,
  noRows,
  quoted,
  reset,
} from '@tributary/shared/csv/csv-rows.ts';
import type { ParquetRows } from '@tributary/shared/objects/read-parquet.ts';

/** Rows of a Parquet file as those of a CSV file that says the same: what is absent stands there as `nullText`, and all else in quotes. */
export function rowsOfParquet({ rows, firstRow }: ParquetRows, nullText: string): CsvRows {
  const csv: CsvRows = { ...noRows(), firstRow };
  const lines = rows.map((row) => row.map((text) => fieldOf(text, nullText)));
  reset(csv, Buffer.from(lines.map((line) => `${line.join(',')}\n`).join('')));
  let at = 0;
  let field = 0;
  const add = (written: string, text: string | null): void => {
    if (field === csv.from.length) growFields(csv);
    const end = at + Buffer.byteLength(written);
    const marks = text === null ? 0 : 1;
    csv.from[field] = at + marks;
    csv.to[field] = end - marks;
    csv.quotes[field] = text === null ? bare : text.includes('"') ? escaped : quoted;
    at = end + 1;
    field += 1;
  };
  for (const [row, line] of lines.entries()) {
    for (const [column, written] of line.entries()) add(written, rows[row]?.[column] ?? null);
    endRow(csv, field, at);
  }
  return csv;
}

function fieldOf(text: string | null, nullText: string): string {
  return text === null ? nullText : `"${text.replaceAll('"', '""')}"`;
}
