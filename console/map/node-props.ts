import type { FlowNode } from './nodes.ts';
import type { TheMap } from './use-map.ts';

export type NodeProps = {
  readonly node: FlowNode;
  readonly map: TheMap;
  /** The address of another node; of none, that of the map alone. */
  readonly hrefOf: (id: string | undefined) => string;
};
