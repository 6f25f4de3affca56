import { by } from './by.ts';
import type { FlowKind, FlowNode } from './nodes.ts';
import type { TheMap } from './use-map.ts';

type Props = {
  readonly map: TheMap;
  readonly find: string;
  readonly hrefOf: (id: string) => string;
  readonly selected: string | undefined;
};

const plurals: Readonly<Record<FlowKind, string>> = {
  broker: 'Queues of the broker',
  'log group': 'Log groups',
  stream: 'Streams',
  delivery: 'Deliveries',
  objects: 'Raw objects',
  queue: 'Queues',
  function: 'Functions',
  bus: 'Buses',
  'work group': 'Work groups',
  table: 'Tables',
  dataset: 'Datasets',
  view: 'Views',
  topic: 'Topics',
  rule: 'Rules',
  group: 'Groups',
};

/** The same nodes as rows, with those that are not drawn. */
export function NodeList({ map, find, hrefOf, selected }: Props) {
  const { nodes, aside, dead, rules } = map.flow;
  const asideIds = new Set(aside.map(({ id }) => id));
  const found = [...nodes, ...aside, ...dead, ...rules].filter((node) => isFound(node, find));
  const sorts = by(found, ({ kind }) => kind);
  const order = Object.keys(plurals);
  const sorted = [...sorts].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  if (found.length === 0) return <p class="notice">Nothing here is called like that.</p>;
  return (
    <table class="map-list">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Service</th>
          <th scope="col">How it stands</th>
        </tr>
      </thead>
      {sorted.map(([kind, all]) => (
        <tbody key={kind}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {plurals[kind]}
            </th>
          </tr>
          {all.map((node) => (
            <Row
              key={node.id}
              {...{ node, standing: map.standings.get(node.id), href: hrefOf(node.id) }}
              isSelected={node.id === selected}
              isAside={asideIds.has(node.id)}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

type RowProps = {
  readonly node: FlowNode;
  readonly standing: { readonly tone: string; readonly words: string } | undefined;
  readonly href: string;
  readonly isSelected: boolean;
  readonly isAside: boolean;
};

function Row({ node, standing, href, isSelected, isAside }: RowProps) {
  const words = [standing?.words, isAside ? 'nothing calls it by itself' : ''].filter(Boolean).join(', ');
  return (
    <tr>
      <th scope="row">
        <a href={href} aria-current={isSelected ? 'true' : undefined}>
          {node.title}
        </a>
      </th>
      <td>{node.service}</td>
      <td>{words !== '' && <span class={`state ${standing?.tone ?? ''}`}>{words}</span>}</td>
    </tr>
  );
}

function isFound({ title, name, kind, service = '' }: FlowNode, find: string): boolean {
  const text = `${title} ${name} ${kind} ${service}`.toLowerCase();
  return find
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
