import { useState } from 'preact/hooks';
import { hrefOf } from '../app/route.ts';
import { Scrolled } from '../parts/scrolled.tsx';
import { Opening } from './opening.tsx';
import type { Column, LineOutcome, Parsed } from './schemas.ts';

/** What becomes of each line: a row and its table, or the reason why it has none. */
export function LinesResult({ parsed: { counts, columns, outcomes } }: { readonly parsed: Parsed }) {
  const [isRejectedOnly, setRejectedOnly] = useState(false);
  const shown = outcomes.filter(({ kind }) => !isRejectedOnly || kind === 'rejected');
  const all = counts.haproxy_requests + counts.haproxy_events + counts.rejected;
  return (
    <>
      <h2>
        {all.toLocaleString('en-GB')} {all === 1 ? 'line' : 'lines'}
      </h2>
      <p class="bar" role="status">
        <Count
          of={counts.haproxy_requests === 1 ? 'request' : 'requests'}
          state="good"
          count={counts.haproxy_requests}
        />
        <Count of={counts.haproxy_events === 1 ? 'notice' : 'notices'} state="busy" count={counts.haproxy_events} />
        <Count of="rejected" state="bad" count={counts.rejected} />
        {outcomes.length < all && <span class="quiet">The first {outcomes.length} are shown.</span>}
      </p>
      {counts.rejected > 0 && counts.rejected < all && (
        <label>
          <input
            type="checkbox"
            checked={isRejectedOnly}
            onChange={({ currentTarget }) => setRejectedOnly(currentTarget.checked)}
          />{' '}
          Only what is rejected
        </label>
      )}
      <ol class="outcomes">
        {shown.map((outcome) => (
          <li key={placeOf(outcome)}>
            <Opening summary={<LineSummary outcome={outcome} />} isOpen={outcomes.length === 1}>
              <LineDetail outcome={outcome} columns={columns} />
            </Opening>
          </li>
        ))}
      </ol>
    </>
  );
}

type CountProps = { readonly of: string; readonly state: string; readonly count: number };

function Count({ of, state, count }: CountProps) {
  return (
    <span class={`state ${count === 0 ? '' : state}`}>
      {count.toLocaleString('en-GB')} {of}
    </span>
  );
}

function placeOf({ at: { line, event, offset, end } }: LineOutcome): string {
  if (offset !== undefined) return `bytes ${offset} to ${end ?? offset}`;
  return event === undefined ? `line ${line ?? 0}` : `event ${event}`;
}

function LineSummary({ outcome }: { readonly outcome: LineOutcome }) {
  if (outcome.kind === 'rejected')
    return (
      <>
        <span class="quiet">{placeOf(outcome)}</span> <span class="state bad">rejected: {outcome.reason}</span>{' '}
        <span class="gist">{outcome.detail}</span>
      </>
    );
  return (
    <>
      <span class="quiet">{placeOf(outcome)}</span>{' '}
      <span class={`state ${outcome.table === 'haproxy_requests' ? 'good' : 'busy'}`}>{outcome.table}</span>{' '}
      <span class="gist">{gistOf(outcome.row)}</span>
    </>
  );
}

/** What one looks for in a line. */
function gistOf(row: Readonly<Record<string, unknown>>): string {
  const names = ['format', 'event_type', 'method', 'path', 'status_code', 'frontend_name', 'proxy_name', 'server_name'];
  return names
    .flatMap((name) => (row[name] === null || row[name] === undefined ? [] : [String(row[name])]))
    .join(' · ');
}

type DetailProps = { readonly outcome: LineOutcome; readonly columns: Parsed['columns'] };

function LineDetail({ outcome, columns }: DetailProps) {
  if (outcome.kind === 'rejected')
    return (
      <>
        <p>
          <strong>{outcome.reason}</strong>: {outcome.detail}
        </p>
        <p>{outcome.advice}</p>
        {outcome.text !== undefined && <pre>{outcome.text}</pre>}
      </>
    );
  const { row, table } = outcome;
  const all = columns[table] ?? [];
  const isNull = ({ name }: Column) => (row[name] ?? null) === null;
  return (
    <>
      <p>
        A row of <a href={hrefOf('tables', [table])}>{table}</a>
        <Recognised row={row} />
      </p>
      <Scrolled label={`Columns of ${placeOf(outcome)}`}>
        <table aria-label={`Columns of ${placeOf(outcome)}`}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Type</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {all
              .filter((column) => !isNull(column))
              .map(({ name, type, about }) => (
                <tr key={name}>
                  <th scope="row" title={about}>
                    {name}
                  </th>
                  <td class="quiet">{type}</td>
                  <td class="value">{valueText(row[name])}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scrolled>
      <p class="quiet nulls">
        NULL:{' '}
        {all
          .filter(isNull)
          .map(({ name }) => name)
          .join(', ') || 'none'}
      </p>
    </>
  );
}

/** By what header enrichments look for the integration of a request. */
function Recognised({ row }: { readonly row: Readonly<Record<string, unknown>> }) {
  const headers = row.request_headers;
  if (typeof headers !== 'object' || headers === null) return null;
  const said = Object.entries(headers).find(([name]) => name === 'x-integration')?.[1];
  return said === undefined ? null : (
    <>
      ; it names its integration: <code>{String(said)}</code>
    </>
  );
}

function valueText(value: unknown) {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Object.keys(value).length === 0) return '{}';
  return (
    <dl class="map">
      {Object.entries(value).map(([key, each]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{String(each)}</dd>
        </div>
      ))}
    </dl>
  );
}
