import * as z from 'zod/mini';
import { ask } from '../lake/api.ts';
import type { Job } from '../lake/jobs.ts';
import { Answer } from '../parts/asked.tsx';
import { Scrolled } from '../parts/scrolled.tsx';
import { useAsked } from '../parts/use-asked.ts';

const list = z.array(z.string());
const header = z.object({
  ...{ description: z.string(), owner: z.nullable(z.string()), tags: list, materialized: z.string(), tests: list },
  partition: z.nullable(z.object({ column: z.string(), grain: z.string() })),
  columns: z.array(z.object({ name: z.string(), type: z.string(), description: z.string(), tests: list })),
});
const declaration = z.object({ file: z.string(), text: z.string(), header: z.nullable(header) });
type Header = z.infer<typeof header>;

const withFile: ReadonlySet<string> = new Set(['dataset', 'view', 'enrichment']);

/** The file that declares it, where it is one of SQL. */
export function DeclarationOf({ job: { target, kind, ...rest } }: { readonly job: Job }) {
  const isFile = withFile.has(kind) && 'service' in rest && rest.service !== 'ingest';
  return isFile ? <File name={target} /> : null;
}

function File({ name }: { readonly name: string }) {
  const asked = useAsked((signal) => ask(`declared/${encodeURIComponent(name)}`, declaration, { signal }), [name]);
  return (
    <>
      <h2>Declared</h2>
      <Answer of={asked} what="Its file">
        {({ file, text, header: read }) => (
          <>
            {read !== null && <HeaderOf header={read} />}
            <details>
              <summary>
                <code>{file}</code>
              </summary>
              <Scrolled label={file}>
                <pre>{text}</pre>
              </Scrolled>
            </details>
          </>
        )}
      </Answer>
    </>
  );
}

function HeaderOf({
  header: { description, owner, tags, materialized, partition, columns, tests },
}: {
  readonly header: Header;
}) {
  return (
    <>
      <p>{description}</p>
      <dl class="facts">
        <dt>Owner</dt>
        <dd>{owner ?? 'nobody is named'}</dd>
        <dt>Made as</dt>
        <dd>
          {materialized}
          {partition === null ? '' : `, by ${partition.column} (${partition.grain}s)`}
        </dd>
        {tags.length > 0 && (
          <>
            <dt>Tags</dt>
            <dd>{tags.join(', ')}</dd>
          </>
        )}
        {tests.length > 0 && <dt>Tests</dt>}
        {tests.map((test) => (
          <dd key={test}>{test}</dd>
        ))}
      </dl>
      {columns.length > 0 && (
        <Scrolled label="Columns">
          <table>
            <thead>
              <tr>
                <th>Column</th>
                <th>Type</th>
                <th>Is</th>
                <th>Tests</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <tr key={column.name}>
                  <th scope="row" class="plain">
                    {column.name}
                  </th>
                  <td>{column.type}</td>
                  <td>{column.description}</td>
                  <td>{column.tests.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </>
  );
}
