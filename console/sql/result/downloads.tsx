import { size } from '@tributary/shared/size.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ResultColumn } from '../../aws/athena-result.ts';
import { Failure } from '../../parts/notice.tsx';
import { downloadCsv, downloadParquet, saveAs } from '../download.ts';
import type { ResultFile } from './stored-result.ts';

type Props = {
  readonly file: ResultFile;
  readonly columns: readonly ResultColumn[];
  /** Of the file that is made, without its ending. */
  readonly name: string;
};

const plain =
  /^(boolean|tinyint|smallint|int|integer|bigint|real|float|double|decimal|date|timestamp|varchar|char|string)$/;

/** The whole result as a file. */
export function Downloads({ file, columns, name }: Props) {
  const [done, setDone] = useState<number>();
  const [error, setError] = useState<Error>();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const make = async (ending: string, making: (signal: AbortSignal) => Promise<Blob>) => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    setError(undefined);
    setDone(0);
    const failed = (cause: unknown) =>
      own.signal.aborted || setError(cause instanceof Error ? cause : new Error(String(cause)));
    await making(own.signal).then((blob) => saveAs(blob, `${name}.${ending}`), failed);
    if (controller.current === own) setDone(undefined);
  };
  const texts = columns.filter(({ type }) => !plain.test(type));
  return (
    <>
      <button
        type="button"
        disabled={done !== undefined}
        onClick={() => void make('csv', (signal) => downloadCsv(file, signal, setDone))}
      >
        Download CSV
      </button>
      <button
        type="button"
        disabled={done !== undefined}
        title={
          texts.length === 0
            ? undefined
            : `As the texts that Athena writes: ${texts.map((column) => `${column.name} (${column.type})`).join(', ')}`
        }
        onClick={() => void make('parquet', (signal) => downloadParquet(file, columns, { signal, progress: setDone }))}
      >
        Download Parquet
      </button>
      {done !== undefined && (
        <>
          <span class="quiet">{size(done)}…</span>
          <button type="button" onClick={() => controller.current?.abort()}>
            Stop
          </button>
        </>
      )}
      {texts.length > 0 && (
        <span class="quiet">
          In Parquet, {texts.map((column) => column.name).join(', ')} {texts.length === 1 ? 'is a text' : 'are texts'}.
        </span>
      )}
      {error !== undefined && <Failure error={error} what="The file is not made." />}
    </>
  );
}
