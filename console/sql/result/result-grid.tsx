import { useState } from 'preact/hooks';
import type { ResultColumn } from '../../aws/athena-result.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Grid } from '../../parts/grid.tsx';
import type { CellPlace } from '../../parts/grid-keys.ts';
import { Nothing } from '../../parts/notice.tsx';
import { csvLine, readable } from './cell-text.ts';
import type { StoredResult } from './stored-result.ts';

type Props = {
  readonly columns: readonly ResultColumn[];
  readonly stored: StoredResult;
  /** Lines, as SHOW and EXPLAIN give them. */
  readonly isText: boolean;
};

/** Lines that are shown as they are; more of them scroll as rows. */
const mostLines = 2_000;

/** The rows of a result, and beside them a cell that is looked at. */
export function ResultGrid({ columns, stored, isText }: Props) {
  const [open, setOpen] = useState<CellPlace>();
  const count = stored.count();
  if (count === 0 && stored.isWhole()) return <Nothing>No row is like that.</Nothing>;
  if (isText && count <= mostLines) return <Lines stored={stored} count={count} />;
  const shownColumns = isText ? lineColumns : columns;
  return (
    <div class={open === undefined ? 'result' : 'result split'}>
      <div>
        <Grid label="Rows" columns={shownColumns} count={count} rowAt={stored.rowAt} onOpen={setOpen} />
        <p class="quiet hint">
          Arrows, Page Down, Home and End move; <kbd>Ctrl</kbd> <kbd>C</kbd> copies a cell, <kbd>Enter</kbd> or a double
          click opens it.
        </p>
      </div>
      {open !== undefined && (
        <OpenCell columns={shownColumns} stored={stored} place={open} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
}

const lineColumns: readonly ResultColumn[] = [{ name: 'line', type: 'varchar', precision: 0, scale: 0 }];

function Lines({ stored, count }: { readonly stored: StoredResult; readonly count: number }) {
  const lines = Array.from({ length: count }, (_, at) => stored.rowAt(at)?.[0] ?? '');
  return <Scrolled label="What Athena answered" text={lines.join('\n')} />;
}

type OpenProps = Pick<Props, 'columns' | 'stored'> & { readonly place: CellPlace; readonly onClose: () => void };

function OpenCell({ columns, stored, place, onClose }: OpenProps) {
  const row = stored.rowAt(place.row);
  const cell = row?.[place.column];
  const column = columns[place.column];
  return (
    <aside class="panel" aria-label="Cell">
      <div class="dialog-head">
        <h2>
          {column?.name}, row {(place.row + 1).toLocaleString('en-GB')}
        </h2>
        <button type="button" aria-label="Close the cell" onClick={onClose}>
          ✕
        </button>
      </div>
      <p class="quiet">{column?.type}</p>
      <Scrolled label="Value" text={cell === undefined ? '…' : cell === null ? 'NULL' : readable(cell)} />
      <div class="bar">
        <CopyButton text={() => cell ?? ''}>Copy the cell</CopyButton>
        <CopyButton text={() => csvLine(row ?? [])}>Copy the row</CopyButton>
      </div>
    </aside>
  );
}

/** What scrolls can be scrolled by keyboard. */
function Scrolled({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section class="lines" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
