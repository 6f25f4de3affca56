import type { ResultColumn } from '../aws/athena-result.ts';
import type { ResultFile } from './result/stored-result.ts';
import { piecesOf } from './result/stored-result.ts';

type Progress = (bytes: number) => void;

/** The result as Athena wrote it. */
export async function downloadCsv(file: ResultFile, signal: AbortSignal, progress: Progress): Promise<Blob> {
  return blobOf(piecesOf(await file.stream(signal)), 'text/csv', progress);
}

/** The same rows as Parquet, each column by its type. */
export async function downloadParquet(
  file: ResultFile,
  columns: readonly ResultColumn[],
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<Blob> {
  const [{ writeParquet }, { rowsOfStream }] = await Promise.all([
    import('./result/write-parquet.ts'),
    import('./result/row-stream.ts'),
  ]);
  const rows = withoutHead(rowsOfStream(await file.stream(signal)));
  return blobOf(writeParquet(columns, rows), 'application/vnd.apache.parquet', progress);
}

async function* withoutHead<T>(groups: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  let isFirst = true;
  for await (const group of groups) {
    yield isFirst ? group.slice(1) : group;
    isFirst = false;
  }
}

/** A browser keeps what it reads of a stream outside of the page's memory, on disk where it is much; parts of a Blob it would not. */
function blobOf(pieces: AsyncGenerator<Uint8Array>, type: string, progress: Progress): Promise<Blob> {
  const state = { bytes: 0 };
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) return controller.close();
      state.bytes += value.length;
      progress(state.bytes);
      controller.enqueue(value);
    },
  });
  return new Response(stream, { headers: { 'content-type': type } }).blob();
}

/** Gives a file to who sits before the page. */
export function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
