import type { ParquetRows } from '@tributary/shared/objects/read-parquet.ts';
import { bare, type CsvRows, endRow, growFields, noRows, quoted, reset } from './csv-rows.ts';

/** Rows of a Parquet file as those of a CSV file that says the same: what is absent stands there as `nullText`, and all else in quotes. */
export function rowsOfParquet({ rows, firstRow }: ParquetRows, nullText: string): CsvRows {
  const csv: CsvRows = { ...noRows(), firstRow };
  const values = rows.flatMap((row) => row.map((text) => text ?? ''));
  reset(csv, Buffer.from(`${nullText}${values.join('')}`));
  const nullBytes = Buffer.byteLength(nullText);
  let at = nullBytes;
  let field = 0;
  const add = (text: string | null): void => {
    if (field === csv.from.length) growFields(csv);
    const isAbsent = text === null;
    const end = isAbsent ? nullBytes : at + Buffer.byteLength(text);
    csv.from[field] = isAbsent ? 0 : at;
    csv.to[field] = end;
    csv.quotes[field] = isAbsent ? bare : quoted;
    at = isAbsent ? at : end;
    field += 1;
  };
  for (const row of rows) {
    for (const text of row) add(text);
    endRow(csv, field, at);
  }
  return csv;
}
