import { useEffect, useState } from 'preact/hooks';
import type { Shown } from './result/use-result.ts';
import { elapsedText, scannedText, toneOf } from './tell.ts';
import type { Run } from './use-run.ts';

type Props = { readonly run: Run; readonly shown: Shown };

/** How a statement stands: state, time, rows, bytes and their price. */
export function Status({ run, shown }: Props) {
  const { execution } = run;
  const state = execution?.Status.State ?? (run.isRunning ? 'QUEUED' : 'FAILED');
  const isRefused = run.error !== undefined && execution === undefined;
  return (
    <div class="bar status" role="status">
      <span class={`state ${toneOf(state)}`}>{isRefused ? 'refused' : state.toLowerCase()}</span>
      <Time run={run} />
      <RowCount shown={shown} />
      {execution !== undefined && (
        <>
          <span>{scannedText(execution)}</span>
          <code class="quiet">{execution.QueryExecutionId}</code>
        </>
      )}
    </div>
  );
}

function Time({ run: { execution, isRunning } }: Pick<Props, 'run'>) {
  if (isRunning) return <Running since={execution?.Status.SubmissionDateTime} />;
  if (execution === undefined) return null;
  return <span>{elapsedText(execution.Statistics?.TotalExecutionTimeInMillis ?? 0)}</span>;
}

function RowCount({ shown: { stored, file, error } }: Pick<Props, 'shown'>) {
  if (stored === undefined) return null;
  const rows = stored.count();
  const what = file?.isText === true ? 'line' : 'row';
  const isMore = !stored.isWhole() && error === undefined;
  return <span>{`${rows.toLocaleString('en-GB')} ${what}${rows === 1 ? '' : 's'}${isMore ? ', reading…' : ''}`}</span>;
}

/** How long it runs so far; not spoken, as it changes all the time. */
function Running({ since }: { readonly since: number | undefined }) {
  const [begun] = useState(Date.now);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{elapsedText(now - (since === undefined ? begun : since * 1000))}</span>;
}
