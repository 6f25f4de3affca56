import { useEffect, useState } from 'preact/hooks';
import type { ResultColumn } from '../../aws/athena-result.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Busy, Failure } from '../../parts/notice.tsx';
import { saveAs } from '../download.ts';
import { DatasetFields, type Wanted } from './dataset-fields.tsx';
import { type Described, describeDataset } from './described.ts';

type Props = {
  readonly sql: string;
  /** Of names without one in the SELECT. */
  readonly database: string;
  /** Of the result, in their order. */
  readonly columns: readonly ResultColumn[];
  readonly onClose: () => void;
};

type State = { readonly described?: Described; readonly error?: Error };

const askedAfterMs = 600;

/** A statement as the file of a dataset: shown, checked and copied here, put in place by who owns the repository. */
export function DatasetDialog({ sql, database, columns, onClose }: Props) {
  const [wanted, setWanted] = useState<Wanted>(() => ({
    name: '',
    description: '',
    materialized: 'table',
    partitionedBy: columns.find(({ type }) => type === 'date')?.name ?? '',
    uniqueKey: '',
    eventTime: '',
    sql,
  }));
  const [{ described, error }, setState] = useState<State>({});
  useEffect(() => {
    if (wanted.name === '') return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      describeDataset(wanted.name, callOf(wanted, columns, database), controller.signal).then(
        (value) => setState({ described: value }),
        (cause: unknown) =>
          controller.signal.aborted || setState({ error: cause instanceof Error ? cause : new Error(String(cause)) }),
      );
    }, askedAfterMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [wanted, columns, database]);
  return (
    <Dialog title="Make this a dataset" onClose={onClose}>
      <DatasetFields wanted={wanted} onChange={setWanted} columns={columns} />
      {wanted.name === '' && (
        <p class="quiet">Name it, and the file that it would be stands here. Nothing is written.</p>
      )}
      {wanted.name !== '' && described === undefined && error === undefined && <Busy what="The file" />}
      {error !== undefined && <Failure error={error} what="It cannot be so." />}
      {described !== undefined && error === undefined && <DatasetFile described={described} />}
    </Dialog>
  );
}

function callOf(wanted: Wanted, columns: readonly ResultColumn[], database: string) {
  const { description, materialized, partitionedBy, uniqueKey, eventTime, sql } = wanted;
  return {
    description,
    materialized,
    uniqueKey: uniqueKey.split(/[\s,]+/).filter((name) => name !== ''),
    ...(partitionedBy === '' ? {} : { partitionedBy }),
    ...(eventTime.trim() === '' ? {} : { eventTime: eventTime.trim() }),
    columns: columns.map(({ name, type, precision, scale }) => ({
      name,
      type: type === 'decimal' ? `decimal(${precision},${scale})` : type,
    })),
    sql,
    database,
  };
}

function DatasetFile({ described: { file, text, next, mistakes } }: { readonly described: Described }) {
  return (
    <>
      <div role="status">
        {mistakes.length === 0 ? (
          <p class="notice good">Packaging takes it as it is.</p>
        ) : (
          <ul class="notice failure mistakes">
            {mistakes.map(({ line, column, message }) => (
              <li key={`${line}:${column} ${message}`}>
                Line {line}, column {column}: {message}
              </li>
            ))}
          </ul>
        )}
      </div>
      <h3>
        <code>{file}</code>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section class="lines" tabIndex={0} aria-label="The file">
        <pre class="numbered">
          {text
            .trimEnd()
            .split('\n')
            .map((line, at) => (
              <span key={at}>{`${line}\n`}</span>
            ))}
        </pre>
      </section>
      <div class="bar">
        <CopyButton text={() => text}>Copy the file</CopyButton>
        <button
          type="button"
          onClick={() => saveAs(new Blob([text], { type: 'application/sql' }), file.split('/').at(-1) ?? file)}
        >
          Download the file
        </button>
      </div>
      <h3>Then</h3>
      <ul>
        <li>
          put it in place as <code>{file}</code>
        </li>
        {next.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}
