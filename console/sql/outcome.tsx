import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../parts/notice.tsx';
import { ResultChart } from './chart/result-chart.tsx';
import { DatasetDialog } from './dataset/dataset-dialog.tsx';
import type { Placed } from './editor/places.ts';
import { Downloads } from './result/downloads.tsx';
import { ResultGrid } from './result/result-grid.tsx';
import { type Shown, useResult } from './result/use-result.ts';
import { elapsedText, scannedText, toneOf } from './tell.ts';
import type { Run } from './use-run.ts';

type Props = {
  readonly run: Run;
  readonly mistake: Placed | undefined;
  readonly onPlace: (place: number) => void;
  /** Of a chart, as they are written; undefined where the rows are shown. */
  readonly picks: string | undefined;
  readonly onPicks: (picks: string) => void;
  readonly dataset: { readonly sql: string; readonly database: string };
};

/** What became of a statement. */
export function Outcome({ run, mistake, onPlace, picks, onPicks, dataset }: Props) {
  const { execution, error, isRunning } = run;
  const shown = useResult(execution);
  const [isMaking, setMaking] = useState(false);
  if (execution === undefined && error === undefined && !isRunning)
    return <p class="notice nothing">Nothing is run yet. A link opens a statement, and runs none.</p>;
  return (
    <section aria-label="Result">
      <Status run={run} shown={shown} />
      {error !== undefined && (
        <>
          <Failure error={error} what={execution?.Status.State === 'CANCELLED' ? 'Stopped.' : 'Athena says:'} />
          {mistake !== undefined && (
            <button type="button" onClick={() => onPlace(mistake.from)}>
              Go to the place
            </button>
          )}
        </>
      )}
      {shown.error !== undefined && <Failure error={shown.error} what="The result cannot be read." />}
      {shown.updated !== undefined && <p>{shown.updated.toLocaleString('en-GB')} rows were written.</p>}
      {shown.columns !== undefined && shown.stored !== undefined && shown.file !== undefined && (
        <>
          {picks === undefined ? (
            <ResultGrid columns={shown.columns} stored={shown.stored} isText={shown.file.isText} />
          ) : (
            <ResultChart columns={shown.columns} stored={shown.stored} picks={picks} onPicks={onPicks} />
          )}
          {!shown.file.isText && (
            <div class="bar">
              <Downloads file={shown.file} columns={shown.columns} name={execution?.QueryExecutionId ?? 'result'} />
              <button type="button" onClick={() => setMaking(true)}>
                Make this a dataset…
              </button>
            </div>
          )}
        </>
      )}
      {isMaking && shown.columns !== undefined && (
        <DatasetDialog
          sql={execution?.Query ?? dataset.sql}
          database={execution?.QueryExecutionContext?.Database ?? dataset.database}
          columns={shown.columns}
          onClose={() => setMaking(false)}
        />
      )}
    </section>
  );
}

function Status({ run: { execution, error, isRunning }, shown }: { readonly run: Run; readonly shown: Shown }) {
  const state = execution?.Status.State ?? (isRunning ? 'QUEUED' : 'FAILED');
  const rows = shown.stored?.count();
  const isWhole = shown.stored?.isWhole() === true;
  return (
    <div class="bar status" role="status">
      <span class={`state ${toneOf(state)}`}>
        {error !== undefined && execution === undefined ? 'refused' : state.toLowerCase()}
      </span>
      {isRunning ? (
        <Running since={execution?.Status.SubmissionDateTime} />
      ) : (
        execution !== undefined && <span>{elapsedText(execution.Statistics?.TotalExecutionTimeInMillis ?? 0)}</span>
      )}
      {rows !== undefined && (
        <span>
          {rows.toLocaleString('en-GB')} {shown.file?.isText === true ? 'lines' : rows === 1 ? 'row' : 'rows'}
          {isWhole || shown.error !== undefined ? '' : ', reading…'}
        </span>
      )}
      {execution !== undefined && <span>{scannedText(execution)}</span>}
      {execution !== undefined && <code class="quiet">{execution.QueryExecutionId}</code>}
    </div>
  );
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
