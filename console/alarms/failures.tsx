import { instant, span } from '@tributary/shared/span.ts';
import { hrefOf } from '../app/route.ts';
import { jobs } from '../lake/jobs.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ofPage } from './address.ts';
import { type Failing, failuresIn } from './failures.ts';

const everyMs = 5_000;

/** What is told as a notice and is no alarm, each with its page. */
export function Failures() {
  const asked = useAsked(jobs, [], { everyMs });
  return (
    <section>
      <h2>Datasets that fail</h2>
      <Answer of={asked} what="The datasets">
        {(all) => {
          const failures = failuresIn(all);
          if (failures.length === 0)
            return <p class="quiet">None: nothing is set aside, and no last statement has failed.</p>;
          return (
            <ul class="failures">
              {failures.map((failing) => (
                <li key={failing.name} class="notice failure">
                  <One failing={failing} />
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </section>
  );
}

function One({ failing: { name, kind, reason, since, isAside, page } }: { readonly failing: Failing }) {
  const at = since === null ? undefined : Date.parse(since);
  return (
    <>
      <p>
        <a href={hrefOf('datasets', [name])}>{name}</a>, {kind}: {isAside ? 'set aside' : 'failed, and is tried again'}
        {at !== undefined && (
          <>
            {' '}
            since <time dateTime={since ?? ''}>{instant(at)}</time> ({span(Date.now() - at)})
          </>
        )}
      </p>
      <pre>{reason.trim()}</pre>
      <p>
        <a href={ofPage(page, { of: name })}>What it means, and how to mend it</a>
      </p>
    </>
  );
}
