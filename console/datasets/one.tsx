import { hrefOf } from '../app/route.ts';
import { type Job, job } from '../lake/jobs.ts';
import { drawnNode, type LakeGraph, lakeGraph, toneOf } from '../lake/lake-graph.ts';
import { Answer } from '../parts/asked.tsx';
import { LayeredGraph } from '../parts/graph/graph.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ofDataset } from './address.ts';
import { ofCopy } from './copy.tsx';
import { DeclarationOf } from './declaration.tsx';
import { OfTarget } from './target.tsx';
import { NotDeployed } from './told.tsx';
import { WhyOf } from './why.tsx';

const everyMs = 3_000;

type Props = { readonly name: string; readonly query: URLSearchParams };

/** One target, copy or table, with all that is known of it. */
export function One({ name, query }: Props) {
  const graph = useAsked((signal) => graphAround(name, signal), [name], { everyMs });
  const asked = useAsked((signal) => job(name, signal), [name], { everyMs });
  const node = graph.value?.nodes.find((each) => each.name === name);
  return (
    <>
      <p class="quiet">
        <a href={hrefOf('datasets')}>Datasets</a> /
      </p>
      <h1 class="long">
        {name} {node !== undefined && <span class={`state ${toneOf(node.state)}`}>{node.told || node.state}</span>}
      </h1>
      <Answer of={asked} what={name}>
        {(value) => (
          <>
            <Kinds job={value} query={query} again={asked.again} />
            {graph.value !== undefined && <Around name={name} graph={graph.value} />}
            <WhyOf why={value.why} />
            <DeclarationOf job={value} />
          </>
        )}
      </Answer>
    </>
  );
}

type KindProps = { readonly job: Job; readonly query: URLSearchParams; readonly again: () => void };

function Kinds({ job: value, query, again }: KindProps) {
  if (value.kind === 'copy') return ofCopy(value, again);
  if (value.kind !== 'table') return <OfTarget target={value} query={query} again={again} />;
  return <p class="quiet">A table that is read, and that no file declares.</p>;
}

function Around({ name, graph: { nodes, notDeployed } }: { readonly name: string; readonly graph: LakeGraph }) {
  return (
    <>
      <NotDeployed services={notDeployed} />
      {nodes.length > 1 && (
        <>
          <h2>What it hangs on, and what hangs on it</h2>
          <LayeredGraph
            label={`What ${name} is made of, and what is made of it`}
            nodes={nodes.map(drawnNode)}
            edges={nodes.flatMap((node) => node.reads.map((from) => ({ from, to: node.name })))}
            hrefOf={ofDataset}
            selected={name}
          />
        </>
      )}
    </>
  );
}

/** Compaction, whose tables are those of event types, stands in no graph. */
function graphAround(name: string, signal: AbortSignal): Promise<LakeGraph> {
  return name === 'compaction' ? Promise.resolve({ nodes: [], notDeployed: [] }) : lakeGraph(name, signal);
}
