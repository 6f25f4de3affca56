import { span } from '@tributary/shared/span.ts';
import { hrefOf } from '../app/route.ts';
import type { GlueTable } from '../aws/glue.ts';
import type { Lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { LayeredGraph } from '../parts/graph/graph.tsx';
import type { GraphNode, Tone } from '../parts/graph/node.ts';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { graphName, type Lineage, type LineageNode, lineageOf } from './lineage.ts';
import { readGraph } from './read-entries.ts';

type Props = { readonly names: Lake['names']; readonly table: GlueTable };

/** What a table is made of and what is made of it, as a graph and as lists. */
export function LineageTab({ names, table: { DatabaseName: database, Name } }: Props) {
  const asked = useAsked(readGraph, []);
  const name = graphName(Name, database === names.rawDatabase);
  const isOwn = database === names.rawDatabase || database === names.lakeDatabase;
  return (
    <Answer of={asked} what="The lineage">
      {({ nodes }) => {
        const lineage = lineageOf(isOwn ? nodes : [], name);
        if (lineage.own === undefined)
          return <Nothing>No file of the lake's services reads this table, and none makes it by SQL.</Nothing>;
        return <Drawn lineage={lineage} own={lineage.own} names={names} />;
      }}
    </Answer>
  );
}

type DrawnProps = { readonly lineage: Lineage; readonly own: LineageNode; readonly names: Lake['names'] };

function Drawn({ lineage, own, names }: DrawnProps) {
  const { up, down } = lineage;
  const all = [...up, own, ...down];
  const known = new Set(all.map(({ name }) => name));
  const edges = all.flatMap(({ name, reads }) =>
    reads.filter((read) => known.has(read)).map((read) => ({ from: read, to: name })),
  );
  return (
    <>
      <LayeredGraph
        label={`What ${own.name} is made of, and what is made of it`}
        nodes={all.map(drawnNode)}
        edges={edges}
        hrefOf={(id) => hrefOfNode(id, names)}
        selected={own.name}
      />
      <NodeList title="Made of" nodes={up} own={own} names={names} none="It is made of no other table." />
      <NodeList title="What is made of it" nodes={down} own={own} names={names} none="No other table is made of it." />
    </>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  fresh: 'good',
  behind: 'warn',
  runs: 'busy',
  waits: 'busy',
  held: 'warn',
  failed: 'bad',
  missing: 'warn',
};

function drawnNode({ name, kind, state, madeAt }: LineageNode): GraphNode {
  const detail = [state, madeAt ? agoOf(madeAt) : undefined].filter(Boolean).join(', ');
  return { id: name, title: name, detail, tone: tones[state ?? ''] ?? 'quiet', ...(kind ? { kind } : {}) };
}

/** In its largest unit: a node is small. */
function agoOf(at: string): string {
  const [number, unit] = span(Date.now() - Date.parse(at)).split(' ');
  return `${number} ${unit} ago`;
}

function hrefOfNode(name: string, names: Lake['names']): string {
  const path = name.startsWith('raw.') ? [names.rawDatabase, name.slice(4)] : [names.lakeDatabase, name];
  return hrefOf('tables', path, { tab: 'lineage' });
}

type ListProps = {
  readonly title: string;
  readonly nodes: readonly LineageNode[];
  readonly own: LineageNode;
  readonly names: Lake['names'];
  readonly none: string;
};

function NodeList({ title, nodes, own, names, none }: ListProps) {
  const isNear = (node: LineageNode) => own.reads.includes(node.name) || node.reads.includes(own.name);
  return (
    <>
      <h2>{title}</h2>
      {nodes.length === 0 ? (
        <p class="quiet">{none}</p>
      ) : (
        <ul>
          {nodes.map((node) => (
            <li key={node.name}>
              <a href={hrefOfNode(node.name, names)}>{node.name}</a>{' '}
              <span class="quiet">
                {[node.kind, node.state, isNear(node) ? undefined : 'through others'].filter(Boolean).join(', ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
