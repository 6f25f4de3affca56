import { span } from '@tributary/shared/span.ts';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { go, hrefOf } from '../app/route.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { type Kind, kinds } from './kind.ts';
import { readEntries, readMade } from './read-entries.ts';
import { type Entry, type Found, prepare, search, type Wanted } from './search.ts';

/** All tables and views, searched and filtered; what is wanted stands in the address. */
export function TableList({ query }: { readonly query: URLSearchParams }) {
  const asked = useAsked(readEntries, []);
  return (
    <>
      <h1>Tables</h1>
      <Answer of={asked} what="The tables">
        {(entries) => <Listed entries={entries} wanted={wantedOf(query)} />}
      </Answer>
    </>
  );
}

function wantedOf(query: URLSearchParams): Wanted {
  return {
    text: query.get('q') ?? '',
    database: query.get('database') ?? undefined,
    kind: kinds.find((kind) => kind === query.get('kind')),
  };
}

type ListedProps = { readonly entries: readonly Entry[]; readonly wanted: Wanted };

const typingMs = 300;

function Listed({ entries, wanted }: ListedProps) {
  // Asked once the list is there, which does not wait for it.
  const made = useAsked(readMade, []).value;
  const [text, setText] = useState(wanted.text);
  useEffect(() => setText(wanted.text), [wanted.text]);
  const show = (next: Wanted) =>
    go(hrefOf('tables', [], { q: next.text || undefined, database: next.database, kind: next.kind }), {
      replace: true,
    });
  useEffect(() => {
    if (text === wanted.text) return undefined;
    // The address follows once the typing rests; the list follows at once.
    const timer = setTimeout(() => show({ ...wanted, text }), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  const prepared = useMemo(() => prepare(entries), [entries]);
  const { database, kind } = wanted;
  const found = useMemo(() => search(prepared, { text, database, kind }), [prepared, text, database, kind]);
  const databases = useMemo(() => [...new Set(entries.map((entry) => entry.database))].toSorted(), [entries]);
  if (entries.length === 0)
    return <Nothing>There is no table yet: they are made when data land. npm start lands a sample.</Nothing>;
  return (
    <>
      <search class="bar table-search">
        <label>
          Search{' '}
          <input
            type="search"
            value={text}
            placeholder="name, column, comment, #tag"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <label>
          Database{' '}
          <select
            value={database ?? ''}
            onChange={({ currentTarget }) => show({ text, kind, database: currentTarget.value || undefined })}
          >
            <option value="">all</option>
            {databases.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Kind{' '}
          <select
            value={kind ?? ''}
            onChange={({ currentTarget }) =>
              show({ text, database, kind: kinds.find((each) => each === currentTarget.value) })
            }
          >
            <option value="">all</option>
            {kinds.map((each: Kind) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </search>
      <p class="quiet" role="status">
        {found.length === entries.length
          ? `${entries.length.toLocaleString('en-GB')} tables`
          : `${found.length.toLocaleString('en-GB')} of ${entries.length.toLocaleString('en-GB')} tables`}
      </p>
      {found.length === 0 ? <Nothing>No table has all of these words.</Nothing> : <Groups found={found} made={made} />}
    </>
  );
}

type GroupsProps = { readonly found: readonly Found[]; readonly made: ReadonlyMap<string, string> | undefined };

/** By database, in the order in which they were found. */
function Groups({ found, made }: GroupsProps) {
  const groups = new Map<string, readonly Found[]>();
  for (const each of found) groups.set(each.entry.database, [...(groups.get(each.entry.database) ?? []), each]);
  const now = Date.now();
  return (
    <>
      {[...groups].map(([database, tables]) => (
        <section key={database} aria-labelledby={`in-${database}`}>
          <h2 id={`in-${database}`}>{database}</h2>
          <div class="scroll">
            <table class="table-list">
              <thead>
                <tr>
                  <th scope="col">Table</th>
                  <th scope="col">Kind</th>
                  <th scope="col" class="number wide">
                    Columns
                  </th>
                  <th scope="col" class="wide">
                    Made
                  </th>
                  <th scope="col" class="wide">
                    Owner
                  </th>
                  <th scope="col">Description</th>
                </tr>
              </thead>
              <tbody>
                {tables.map((each) => (
                  <Line
                    key={each.entry.name}
                    found={each}
                    madeAt={made?.get(`${database}.${each.entry.name}`)}
                    now={now}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>
  );
}

const mostNamed = 6;

type LineProps = { readonly found: Found; readonly madeAt: string | undefined; readonly now: number };

function Line({ found: { entry, columns }, madeAt, now }: LineProps) {
  return (
    <tr>
      <td>
        <a href={hrefOf('tables', [entry.database, entry.name])}>{entry.name}</a>
        {columns.length > 0 && (
          <div class="tag">{`has ${columns.slice(0, mostNamed).join(', ')}${columns.length > mostNamed ? ', …' : ''}`}</div>
        )}
      </td>
      <td>{entry.kind}</td>
      <td class="number wide">{entry.columns.length}</td>
      <td class="tag wide">{madeAt === undefined ? '' : `${span(now - Date.parse(madeAt))} ago`}</td>
      <td class="wide">{entry.owner}</td>
      <td class="description">
        {entry.description}{' '}
        {entry.tags.map((tag) => (
          <span key={tag} class="tag">{`#${tag} `}</span>
        ))}
      </td>
    </tr>
  );
}
