import { size } from '@tributary/shared/size.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Execution } from '../../aws/athena.ts';
import { Failure } from '../../parts/notice.tsx';
import { downloadCsv, downloadParquet, saveAs } from '../download.ts';
import { scannedText } from '../tell.ts';
import type { ResultFile } from './stored-result.ts';

type Props = { readonly file: ResultFile; readonly execution: Execution };

/** The whole result as a file. */
export function Downloads({ file, execution }: Props) {
  const [done, setDone] = useState<number>();
  const [error, setError] = useState<Error>();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const name = execution.QueryExecutionId;
  const make = async (making: (signal: AbortSignal) => Promise<void>) => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    setError(undefined);
    setDone(0);
    await making(own.signal).catch(
      (cause: unknown) => own.signal.aborted || setError(cause instanceof Error ? cause : new Error(String(cause))),
    );
    if (controller.current === own) setDone(undefined);
  };
  const csv = async (signal: AbortSignal) => saveAs(await downloadCsv(file, signal, setDone), `${name}.csv`);
  const parquet = (signal: AbortSignal) =>
    downloadParquet(execution, name, { signal, progress: setDone, save: saveAs });
  return (
    <>
      <button type="button" disabled={done !== undefined} onClick={() => void make(csv)}>
        Download CSV
      </button>
      {execution.SubstatementType === 'SELECT' && (
        <button
          type="button"
          disabled={done !== undefined}
          aria-describedby="sql-parquet"
          onClick={() => void make(parquet)}
        >
          Download Parquet
        </button>
      )}
      {done !== undefined && (
        <>
          <span class="quiet">{done === 0 ? 'Asking Athena…' : `${size(done)}…`}</span>
          <button type="button" onClick={() => controller.current?.abort()}>
            Stop
          </button>
        </>
      )}
      {execution.SubstatementType === 'SELECT' && (
        <span class="quiet" id="sql-parquet">
          For Parquet, Athena runs the statement once more and scans again (before: {scannedText(execution)}). Several
          files are saved one by one.
        </span>
      )}
      {error !== undefined && <Failure error={error} what="The file is not made." />}
    </>
  );
}
