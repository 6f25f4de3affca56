import { type Execution, ended, start } from '../aws/athena.ts';
import { readObject } from '../aws/athena-result.ts';
import { list } from '../aws/s3.ts';
import type { ResultFile } from './result/stored-result.ts';
import { piecesOf } from './result/stored-result.ts';
import { fileNames, type Unloading, unloading } from './unload.ts';

type Progress = (bytes: number) => void;
type Save = (blob: Blob, name: string) => void;

/** The result as Athena wrote it. */
export async function downloadCsv(file: ResultFile, signal: AbortSignal, progress: Progress): Promise<Blob> {
  return blobOf(piecesOf(await file.stream(signal)), 'text/csv', progress);
}

type Making = { readonly signal: AbortSignal; readonly progress: Progress; readonly save: Save };

/** Has Athena run a SELECT once more, and write its rows as Parquet, whose files are saved one by one. Throws StatementError, AwsError. */
export async function downloadParquet(
  execution: Execution,
  name: string,
  { signal, progress, save }: Making,
): Promise<void> {
  const made = unloading(execution, Date.now());
  if (made === undefined) throw new Error('Only the rows of a SELECT can be written as Parquet.');
  await ended(await start(made.statement, signal), { signal });
  const files = await filesOf(made, signal);
  if (files.length === 0) throw new Error('Athena wrote no file, as the statement gives no rows now.');
  const names = fileNames(name, files.length);
  for (const [at, file] of files.entries()) {
    const { body } = await readObject(file, signal);
    if (body !== null)
      save(await blobOf(piecesOf(body), 'application/vnd.apache.parquet', progress), names[at] ?? name);
  }
}

/** Where the files lie: `s3://bucket/key` of each. */
async function filesOf({ bucket, prefix }: Unloading, signal: AbortSignal): Promise<readonly string[]> {
  const found: string[] = [];
  for (let from: string | undefined; ; ) {
    const { objects, next } = await list(bucket, { prefix, from }, signal);
    found.push(...objects.map(({ key }) => `s3://${bucket}/${key}`));
    if (next === undefined) return found;
    from = next;
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
