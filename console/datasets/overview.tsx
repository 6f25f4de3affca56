import { dollars } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import { span } from '@tributary/shared/span.ts';
import { jobs } from '../lake/jobs.ts';
import { drawnNode, lakeGraph, states, toneOf } from '../lake/lake-graph.ts';
import { Answer } from '../parts/asked.tsx';
import { FindBar, searchIn } from '../parts/find-bar.tsx';
import { LayeredGraph } from '../parts/graph/graph.tsx';
import { Nothing } from '../parts/notice.tsx';
import { Scrolled } from '../parts/scrolled.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ofDataset } from './address.ts';
import { found, type Row, rowsOf } from './rows.ts';
import { NotDeployed } from './told.tsx';

const everyMs = 4_000;

/** All that is made of what, and what its statements do. */
export function Overview({ query }: { readonly query: URLSearchParams }) {
  const asked = useAsked(
    async (signal) => {
      const [graph, all] = await Promise.all([lakeGraph(undefined, signal), jobs(signal)]);
      return { graph, all, rows: rowsOf(all, graph) };
    },
    [],
    { everyMs },
  );
  return (
    <>
      <h1>Datasets</h1>
      <p class="quiet">What is made of what, by which statements, and how fresh it is.</p>
      <Answer of={asked} what="The datasets">
        {({ graph, all, rows }) => (
          <>
            <NotDeployed services={all.notDeployed} />
            {graph.nodes.length > 0 && (
              <LayeredGraph
                label="What is made of what"
                nodes={graph.nodes.map(drawnNode)}
                edges={graph.nodes.flatMap(({ name, reads }) => reads.map((from) => ({ from, to: name })))}
                hrefOf={ofDataset}
              />
            )}
            <List rows={rows} query={query} />
            {all.removed.length > 0 && (
              <>
                <h2>No longer declared, and kept until somebody drops it</h2>
                <ul>
                  {all.removed.map((line) => (
                    <li key={line}>{line.trim()}</li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </Answer>
    </>
  );
}

function List({ rows, query }: { readonly rows: readonly Row[]; readonly query: URLSearchParams }) {
  const search = searchIn(query);
  const shown = found(rows, search);
  const there = states.filter((state) => state === search.only || rows.some((row) => row.state === state));
  return (
    <>
      <h2>Targets</h2>
      <FindBar page="datasets" search={search} states={there} shown={shown.length} all={rows.length} />
      {shown.length === 0 ? (
        <Nothing>{rows.length === 0 ? 'Nothing is declared.' : 'Nothing is like this.'}</Nothing>
      ) : (
        <Table rows={shown} />
      )}
    </>
  );
}

function Table({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Scrolled label="Targets">
      <table>
        <thead>
          <tr>
            <th>Name</th>
            <th>State</th>
            <th>Does, or waits for</th>
            <th>Set aside</th>
            <th>Ran last</th>
            <th>Because</th>
            <th class="number">Took</th>
            <th class="number">Scanned</th>
            <th class="number">Cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.name} row={row} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function Line({ row: { name, kind, state, does, aside, last } }: { readonly row: Row }) {
  return (
    <tr>
      <th scope="row" class="plain">
        <a href={ofDataset(name)}>{name}</a>
        <div class="quiet small">{kind}</div>
      </th>
      <td>
        <span class={`state ${toneOf(state)}`}>{state}</span>
      </td>
      <td>{does}</td>
      <td class={aside === '' ? undefined : 'cut bad-ink'} title={aside}>
        {aside}
      </td>
      {last === undefined ? (
        <td colSpan={5} class="quiet">
          {kind.startsWith('a copy') ? '' : 'nothing yet'}
        </td>
      ) : (
        <Last {...last} />
      )}
    </tr>
  );
}

function Last({
  what,
  entry: { state, endedAt, why, durationMs, scannedBytes, dollars: cost },
}: NonNullable<Row['last']>) {
  return (
    <>
      <td class="wide">
        {state === 'SUCCEEDED' ? '' : `${state}: `}
        {what}
        <div class="quiet small">{ago(endedAt)}</div>
      </td>
      <td class="cut" title={why.join(', ')}>
        {why.join(', ')}
      </td>
      <td class="number nowrap">{durationMs === null ? '' : span(durationMs)}</td>
      <td class="number nowrap">{scannedBytes === null ? '' : size(scannedBytes)}</td>
      <td class="number nowrap">{cost === null ? '' : dollars(cost)}</td>
    </>
  );
}

function ago(at: string | null): string {
  return at === null ? '' : `${span(Date.now() - Date.parse(at))} ago`;
}
