import type { FlowEdge } from './flow.ts';
import type { NodeProps } from './node-props.ts';

/** Where data comes from, and where it goes: also by keyboard, without the picture. */
export function Ways({ node, map, hrefOf }: NodeProps) {
  const members = new Set([node.id, ...(node.members ?? [])]);
  const isWithin = (id: string) => members.has(id);
  const { nodes, edges } = map.flow;
  const titles = new Map([...nodes, ...map.shown.groups].map(({ id, title, kind }) => [id, `${title}, ${kind}`]));
  const into = edges.filter(({ from, to }) => isWithin(to) && !isWithin(from));
  const outOf = edges.filter(({ from, to }) => isWithin(from) && !isWithin(to));
  const props = { titles, hrefOf };
  return (
    <>
      {(node.schedules ?? []).length > 0 && <p>By schedule: {[...new Set(node.schedules)].join(', ')}</p>}
      <List {...props} title="Comes from" edges={into} end="from" />
      <List {...props} title="Goes to" edges={outOf} end="to" />
      {node.members !== undefined && (
        <>
          <h3>Drawn as one</h3>
          <ul class="plain">
            {node.members.map((id) => (
              <li key={id}>
                <a href={hrefOf(id)}>{titles.get(id)}</a> <span class="quiet">{map.standings.get(id)?.words}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

type ListProps = {
  readonly title: string;
  readonly edges: readonly FlowEdge[];
  readonly end: 'from' | 'to';
  readonly titles: ReadonlyMap<string, string>;
  readonly hrefOf: (id: string) => string;
};

function List({ title, edges, end, titles, hrefOf }: ListProps) {
  if (edges.length === 0) return null;
  const rules = new Map<string, readonly string[]>();
  for (const edge of edges) rules.set(edge[end], [...new Set([...(rules.get(edge[end]) ?? []), ...edge.by])]);
  return (
    <>
      <h3>{title}</h3>
      <ul class="plain">
        {[...rules].map(([id, by]) => (
          <li key={id}>
            <a href={hrefOf(id)}>{titles.get(id) ?? id}</a>
            {by.map((rule) => (
              <span key={rule} class="quiet">
                {' '}
                by <a href={hrefOf(`rule:${rule}`)}>{rule}</a>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
