import type { Cell } from '../../parts/grid.tsx';
import { csvRows } from './csv-rows.ts';
import { createRowIndex } from './row-index.ts';
import { piecesOf } from './stored-result.ts';

/** Rows of a stream of CSV, as many at a time as came, each with all its values; the first of all is the columns' names. */
export async function* rowsOfStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<readonly (readonly Cell[])[]> {
  let rest = new Uint8Array();
  for await (const piece of piecesOf(stream)) {
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const end = endOfRows(bytes);
    if (end > 0) yield csvRows(decoded(bytes.subarray(0, end)));
    rest = bytes.slice(end);
  }
  if (rest.length > 0) yield csvRows(decoded(rest));
}

/** After the last whole row. */
function endOfRows(bytes: Uint8Array): number {
  const index = createRowIndex({ isText: false });
  index.push(bytes);
  return index.end();
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
