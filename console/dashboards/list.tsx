import { hrefOf } from '../app/route.ts';
import { ask } from '../lake/api.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { overviewSchema } from './model.ts';

/** All dashboards, and what keeps others from being shown. */
export function List() {
  const asked = useAsked((signal) => ask('dashboards', overviewSchema, { signal }), []);
  return (
    <>
      <h1>Dashboards</h1>
      <Answer of={asked} what="The dashboards">
        {({ dashboards, mistakes }) => (
          <>
            <Mistakes lines={mistakes} />
            {dashboards.length === 0 && mistakes.length === 0 && (
              <Nothing>
                There is none yet. A dashboard is a YAML file in <code>services/query/dashboards/</code>, and
                docs/dashboards.md says how it is written.
              </Nothing>
            )}
            <ul class="dashboards">
              {dashboards.map(({ name, title, description, owner, tags, sheets, charts }) => (
                <li key={name}>
                  <h2>
                    <a href={hrefOf('dashboards', [name])}>{title}</a>
                  </h2>
                  {description !== undefined && <p>{description}</p>}
                  <p class="quiet">
                    {[
                      sheets.join(', '),
                      `${charts} charts`,
                      owner === undefined ? '' : `owner ${owner}`,
                      tags.join(', '),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
    </>
  );
}

function Mistakes({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div class="notice failure" role="alert">
      <strong>Files of services/query that are not as they must be are not shown:</strong>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
