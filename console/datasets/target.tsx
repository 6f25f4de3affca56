import { hrefOf } from '../app/route.ts';
import type { WholeTarget } from '../lake/jobs.ts';
import { Actions } from './actions.tsx';
import { ofStatement } from './address.ts';
import { Copies } from './copy.tsx';
import { Runs } from './runs.tsx';
import { SetAside } from './set-aside.tsx';
import { At } from './told.tsx';
import { Versions } from './versions.tsx';

type Props = { readonly target: WholeTarget; readonly query: URLSearchParams; readonly again: () => void };

/** What a target does and has to do, what may be done about it, and what it did. */
export function OfTarget({ target, query, again }: Props) {
  const { told, kind, service, grain } = target;
  const made = grain === null ? '' : `, made by ${grain}s`;
  return (
    <>
      <p class="quiet">
        {capital(told.kind)} of services/{service}
        {made}. {kind !== 'compaction' && <a href={hrefOf('tables', ['lake', target.target])}>Its table</a>}
      </p>
      <Now target={target} />
      <Actions target={target} query={query} again={again} />
      <SetAside of={target.target} page="set-aside" aside={target.setAside} />
      <Runs target={target} />
      <Versions target={target} />
      <Copies copies={target.copies} />
    </>
  );
}

function Now({ target: { running, told, comes } }: { readonly target: WholeTarget }) {
  return (
    <dl class="facts" aria-live="polite">
      <dt>Runs</dt>
      <dd>
        {running === null ? (
          'nothing'
        ) : (
          <>
            {told.running}
            {running.executionId !== null && (
              <>
                {' '}
                <a href={ofStatement(running.executionId)}>its statement</a>, since <At time={running.since} />
              </>
            )}
          </>
        )}
      </dd>
      <dt>Waits</dt>
      <dd>{told.waiting || 'nothing'}</dd>
      <Lines title="Held" lines={told.held} />
      <Lines title="Needs" lines={comes} />
      <Lines title="Later" lines={told.later === '' ? [] : [told.later]} />
    </dl>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      {lines.map((line) => (
        <dd key={line}>{line}</dd>
      ))}
    </>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
