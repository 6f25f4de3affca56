import type { ResultColumn } from '../aws/athena-result.ts';
import type { ResultFile } from './result/stored-result.ts';
import { piecesOf } from './result/stored-result.ts';

type Progress = (bytes: number) => void;

/** Parts of so many bytes are given to the browser, which keeps them outside of the page's memory. */
const partBytes = 8 << 20;

/** The result as Athena wrote it. */
export async function downloadCsv(file: ResultFile, signal: AbortSignal, progress: Progress): Promise<Blob> {
  const parts = createParts('text/csv');
  for await (const bytes of piecesOf(await file.stream(signal))) {
    parts.add(bytes.slice());
    progress(parts.bytes());
  }
  return parts.whole();
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
  const parts = createParts('application/vnd.apache.parquet');
  await writeParquet(columns, withoutHead(rowsOfStream(await file.stream(signal))), (bytes) => {
    parts.add(bytes);
    progress(parts.bytes());
  });
  return parts.whole();
}

async function* withoutHead<T>(groups: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  let isFirst = true;
  for await (const group of groups) {
    yield isFirst ? group.slice(1) : group;
    isFirst = false;
  }
}

function createParts(type: string) {
  const blobs: Blob[] = [];
  const open: { bytes: Uint8Array<ArrayBuffer>[]; length: number } = { bytes: [], length: 0 };
  const state = { bytes: 0 };
  const close = () => {
    blobs.push(new Blob(open.bytes));
    Object.assign(open, { bytes: [], length: 0 });
  };
  return {
    add(bytes: Uint8Array<ArrayBuffer>) {
      open.bytes.push(bytes);
      open.length += bytes.length;
      state.bytes += bytes.length;
      if (open.length >= partBytes) close();
    },
    bytes: () => state.bytes,
    whole() {
      close();
      return new Blob(blobs, { type });
    },
  };
}

/** Gives a file to who sits before the page. */
export function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
