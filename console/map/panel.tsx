import type { ComponentChildren } from 'preact';
import { DeadLetters } from './dead-letters.tsx';
import { FunctionDetails } from './function-details.tsx';
import { Metrics } from './metrics.tsx';
import type { NodeProps } from './node-props.ts';
import type { FlowNode } from './nodes.ts';
import { ObjectsDetails } from './objects-details.tsx';
import { QueueDetails } from './queue-details.tsx';
import { RuleDetails } from './rule-details.tsx';
import { TableDetails } from './table-details.tsx';
import type { TheMap } from './use-map.ts';
import { Ways } from './ways.tsx';

/** What is known of a chosen node. */
export function Panel({ node, map, hrefOf }: NodeProps) {
  const standing = map.standings.get(node.id);
  const dead = deadLettersOf(node, map);
  return (
    <section class="panel map-panel" aria-labelledby="map-node">
      <div class="bar">
        <h2 id="map-node">{node.title}</h2>
        <span class="state">{node.kind}</span>
        <span class="spread" />
        <a href={hrefOf(undefined)}>Close</a>
      </div>
      {node.name !== node.title && (
        <p class="quiet">
          <code>{node.name}</code>
        </p>
      )}
      {standing !== undefined && standing.words !== '' && (
        <p>
          <span class={`state ${standing.tone}`}>{standing.words}</span>
        </p>
      )}
      {dead !== undefined && <DeadLetters key={dead.queue.id} {...dead} map={map} />}
      <Details node={node} map={map} hrefOf={hrefOf} />
      <Metrics key={`metrics ${node.id}`} node={node} />
      <Ways node={node} map={map} hrefOf={hrefOf} />
    </section>
  );
}

/** Of a queue of dead letters itself, and of what it belongs to. */
function deadLettersOf(node: FlowNode, { flow }: TheMap) {
  const all = [...flow.nodes, ...flow.aside, ...flow.dead];
  const queue = flow.dead.find(({ id }) => id === node.id || id === node.deadLetters);
  if (queue === undefined) return undefined;
  return { queue, homes: all.filter(({ kind, deadLetters }) => kind === 'queue' && deadLetters === queue.id) };
}

const details: Partial<Record<FlowNode['kind'], (props: NodeProps) => ComponentChildren>> = {
  function: FunctionDetails,
  queue: QueueDetails,
  objects: ObjectsDetails,
  table: TableDetails,
  view: TableDetails,
  dataset: TableDetails,
  rule: RuleDetails,
};

function Details(props: NodeProps) {
  const { node } = props;
  const Shown = details[node.kind];
  return Shown === undefined ? null : <Shown key={node.id} {...props} />;
}
