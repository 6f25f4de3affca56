import { useState } from 'preact/hooks';
import type { Execution } from '../aws/athena.ts';
import { Failure } from '../parts/notice.tsx';
import { ResultChart } from './chart/result-chart.tsx';
import { DatasetDialog } from './dataset/dataset-dialog.tsx';
import type { Placed } from './editor/places.ts';
import { Downloads } from './result/downloads.tsx';
import { ResultGrid } from './result/result-grid.tsx';
import { type Shown, useResult } from './result/use-result.ts';
import { Status } from './status.tsx';
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
  const { execution } = run;
  const shown = useResult(execution);
  const [isMaking, setMaking] = useState(false);
  if (execution === undefined && run.error === undefined && !run.isRunning)
    return <p class="notice nothing">Nothing is run yet. A link opens a statement, and runs none.</p>;
  return (
    <section aria-label="Result">
      <Status run={run} shown={shown} />
      <Said run={run} mistake={mistake} onPlace={onPlace} />
      {shown.error !== undefined && <Failure error={shown.error} what="The result cannot be read." />}
      {shown.updated !== undefined && <p>{shown.updated.toLocaleString('en-GB')} rows were written.</p>}
      <Rows shown={shown} picks={picks} onPicks={onPicks} />
      <After shown={shown} execution={execution} onMake={() => setMaking(true)} />
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

/** What Athena has against the statement. */
function Said({ run: { execution, error }, mistake, onPlace }: Pick<Props, 'run' | 'mistake' | 'onPlace'>) {
  if (error === undefined) return null;
  return (
    <div id="sql-said">
      <Failure error={error} what={execution?.Status.State === 'CANCELLED' ? 'Stopped.' : 'Athena says:'} />
      {mistake !== undefined && (
        <button type="button" onClick={() => onPlace(mistake.from)}>
          Go to the place
        </button>
      )}
    </div>
  );
}

function Rows({ shown, picks, onPicks }: Pick<Props, 'picks' | 'onPicks'> & { readonly shown: Shown }) {
  const { columns, stored, file } = shown;
  if (columns === undefined || stored === undefined || file === undefined) return null;
  if (picks === undefined) return <ResultGrid columns={columns} stored={stored} isText={file.isText} />;
  return <ResultChart columns={columns} stored={stored} picks={picks} onPicks={onPicks} />;
}

type AfterProps = {
  readonly shown: Shown;
  readonly execution: Execution | undefined;
  readonly onMake: () => void;
};

/** What one does with rows. */
function After({ shown: { columns, file }, execution, onMake }: AfterProps) {
  if (execution === undefined || columns === undefined || file === undefined || file.isText) return null;
  return (
    <div class="bar">
      <Downloads file={file} execution={execution} />
      <button type="button" onClick={onMake}>
        Make this a dataset…
      </button>
    </div>
  );
}
