import { useId } from 'preact/hooks';
import { curve } from './curve.ts';
import type { GraphEdge } from './node.ts';
import type { Placement } from './place.ts';

type Props = {
  readonly placement: Placement;
  readonly edges: readonly GraphEdge[];
  readonly selected: string | undefined;
};

/** The lines of a graph; what they join is told by who reads whom elsewhere, so nobody hears them. */
export function Edges({ placement, edges, selected }: Props) {
  const arrow = useId();
  const tones = new Map(edges.map(({ from, to, tone }) => [`${from}\n${to}`, tone]));
  return (
    <svg aria-hidden="true" width={placement.width} height={placement.height}>
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L8 4L0 8z" fill="context-stroke" />
        </marker>
      </defs>
      {placement.edges.map(({ from, to, points }) => {
        const isNear = from === selected || to === selected;
        return (
          <path
            key={`${from}\n${to}`}
            class={`graph-edge ${tones.get(`${from}\n${to}`) ?? ''} ${isNear ? 'near' : ''}`}
            d={curve(points)}
            marker-end={`url(#${arrow})`}
          />
        );
      })}
    </svg>
  );
}
