import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Edges } from './edges.tsx';
import type { GraphEdge, GraphNode } from './node.ts';
import { type Placement, type Placing, place } from './place.ts';
import { scales } from './scale.ts';
import { readingOrder, stepFrom } from './steps.ts';
import { useDrag } from './use-drag.ts';
import { useView } from './use-view.ts';

export type GraphProps = {
  /** What the graph is of. */
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Where a node leads: what is chosen stands in the address. */
  readonly hrefOf: (id: string) => string;
  readonly selected?: string | undefined;
  readonly placing?: Placing;
};

const sizes = { height: 46, letter: 8.2, padding: 32, least: 190, most: 340 };

/** A graph in layers from left to right. Its nodes are links; arrow keys go along its edges, plus, minus and 0 change its size. */
export function LayeredGraph({ label, nodes, edges, hrefOf, selected, placing = {} }: GraphProps) {
  const box = useRef<HTMLElement>(null);
  const placement = usePlacement(nodes, edges, placing);
  const view = useView(box, placement);
  const [entered, setEntered] = useState<string>();
  useDrag(box);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = useMemo(() => readingOrder(placement), [placement]);
  const stop = [entered, selected].find((id) => id !== undefined && byId.has(id)) ?? order[0];
  useEffect(() => {
    if (selected !== undefined) showWithin(box.current, placement.boxes.get(selected), view.scale);
  }, [selected, placement, view.isReady]);
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key)) return;
    event.preventDefault();
  };
  const act = (key: string): boolean => {
    const to = stop === undefined ? undefined : stepFrom(placement, stop, key);
    const resize = { '+': () => view.zoom(scales.step), '-': () => view.zoom(1 / scales.step), '0': view.fit }[key];
    resize?.();
    if (to !== undefined) box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(to)}"]`)?.focus();
    return to !== undefined || resize !== undefined;
  };
  const { scale } = view;
  return (
    <div class="graph">
      <div class="graph-bar">
        <button type="button" onClick={() => view.zoom(scales.step)} aria-label="Larger" title="Larger (+)">
          +
        </button>
        <button type="button" onClick={() => view.zoom(1 / scales.step)} aria-label="Smaller" title="Smaller (-)">
          −
        </button>
        <button type="button" onClick={view.fit} title="All of it (0)">
          Fit
        </button>
      </div>
      <section class="graph-window" aria-label={label} ref={box} onKeyDown={keys}>
        <div style={{ width: `${placement.width * scale}px`, height: `${placement.height * scale}px` }}>
          <div
            class="graph-picture"
            style={{ width: `${placement.width}px`, height: `${placement.height}px`, transform: `scale(${scale})` }}
          >
            <Edges placement={placement} edges={edges} selected={selected} />
            {order.map((id) => {
              const node = byId.get(id);
              return (
                node && (
                  <Node
                    key={id}
                    node={node}
                    href={hrefOf(id)}
                    placement={placement}
                    isSelected={id === selected}
                    isStop={id === stop}
                    onEntered={setEntered}
                  />
                )
              );
            })}
          </div>
        </div>
      </section>
    </div>
  );
}

/** Numbers within nodes run without a new layout: it hangs on names and edges alone. */
function usePlacement(nodes: readonly GraphNode[], edges: readonly GraphEdge[], placing: Placing): Placement {
  const sized = nodes.map(({ id, title }) => ({ id, width: widthOf(title), height: sizes.height }));
  const key = JSON.stringify([sized, edges.map(({ from, to }) => [from, to]), placing]);
  return useMemo(() => place(sized, edges, placing), [key]);
}

function widthOf(title: string): number {
  return Math.round(Math.min(sizes.most, Math.max(sizes.least, title.length * sizes.letter + sizes.padding)));
}

type NodeProps = {
  readonly node: GraphNode;
  readonly href: string;
  readonly placement: Placement;
  readonly isSelected: boolean;
  readonly isStop: boolean;
  readonly onEntered: (id: string) => void;
};

function Node({ node: { id, title, detail, tone, kind }, href, placement, isSelected, isStop, onEntered }: NodeProps) {
  const place = placement.boxes.get(id);
  if (place === undefined) return null;
  const { x, y, width, height } = place;
  return (
    <a
      class={`graph-node ${tone} ${kind ?? ''}`}
      href={href}
      data-node={id}
      draggable={false}
      tabIndex={isStop ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      title={[title, kind, detail].filter(Boolean).join(', ')}
      onFocus={() => onEntered(id)}
      style={{ left: `${x - width / 2}px`, top: `${y - height / 2}px`, width: `${width}px`, height: `${height}px` }}
    >
      <strong>{title}</strong>
      {kind !== undefined && <span class="unseen">, {kind},</span>} {detail !== undefined && <small>{detail}</small>}
    </a>
  );
}

/** Scrolls the window alone, and only where the node is out of it. */
function showWithin(window: HTMLElement | null, node: { x: number; y: number } | undefined, scale: number): void {
  if (window === null || node === undefined) return;
  const [x, y] = [node.x * scale, node.y * scale];
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = window;
  const isSeen = x > scrollLeft && x < scrollLeft + clientWidth && y > scrollTop && y < scrollTop + clientHeight;
  if (!isSeen) window.scrollTo({ left: x - clientWidth / 2, top: y - clientHeight / 2 });
}
