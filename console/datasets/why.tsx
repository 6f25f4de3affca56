import type { Why } from '../lake/jobs.ts';
import { ofDataset, ofStatement } from './address.ts';
import { firstLine } from './rows.ts';
import { At } from './told.tsx';

/** What it reads and how that stands, what reads it, and which statements its changes made run. */
export function WhyOf({ why: { reads, readBy, madeRun } }: { readonly why: Why }) {
  return (
    <div class="columns">
      <section>
        <h2>Reads</h2>
        {reads.length === 0 && <p class="quiet">Nothing that is known here.</p>}
        <ul class="lines">
          {reads.map(({ name, isDirect, state, at, message }) => (
            <li key={name}>
              <a href={ofDataset(name)}>{name}</a>
              {isDirect ? '' : ', through others'}
              {state !== null && (
                <span class="quiet">
                  {' '}
                  {state} <At time={at} /> {message === null ? '' : firstLine(message)}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Is read by</h2>
        {readBy.length === 0 && <p class="quiet">Nothing.</p>}
        <ul class="lines">
          {readBy.map(({ target, distance }) => (
            <li key={target}>
              <a href={ofDataset(target)}>{target}</a>
              {distance === 1 ? '' : `, through ${distance - 1} between`}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Made run</h2>
        {madeRun.length === 0 && <p class="quiet">Nothing yet.</p>}
        <ul class="lines">
          {madeRun.map(({ target, lane, state, at, executionId }) => (
            <li key={executionId}>
              <At time={at} /> <a href={ofDataset(target)}>{target}</a> <a href={ofStatement(executionId)}>{lane}</a>{' '}
              {state}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
