import { cut } from '../terminal/fitting.ts';
import { drawGutter } from './gutter.ts';
import { type SeenNode, type State, tellState } from './state.ts';

export type GraphShowing = {
  readonly now: number;
  /** In characters. */
  readonly width: number;
  readonly isTerminal: boolean;
};

const colours: Readonly<Record<State, number>> = {
  fresh: 32,
  behind: 33,
  runs: 36,
  waits: 36,
  held: 35,
  failed: 31,
  new: 2,
  read: 2,
  missing: 33,
};

/** Where lanes take more than this part of the width, names of what is read stand there instead. */
const mostOfWidth = 0.4;

/** The graph as text, layer by layer: each node with its state, and when it was made. */
export function renderGraph(nodes: readonly SeenNode[], showing: GraphShowing): string {
  if (nodes.length === 0) return 'Nothing is declared.\n';
  const drawn = drawGutter(nodes);
  const gutter = Math.max(...drawn.map(({ before }) => before.length));
  const isDrawn = gutter <= showing.width * mostOfWidth;
  const widest = Math.max(...nodes.map(({ name }) => name.length));
  const lines = drawn.flatMap(({ node, before, between }, at) => {
    const isNewLayer = node.layer !== drawn[at - 1]?.node.layer;
    const edges = isDrawn ? before.padEnd(gutter) : '';
    const head = isNewLayer ? [`${isDrawn ? between.padEnd(gutter) : ''}${titleOf(node.layer)}`] : [];
    return [...head, lineOf(node, { edges, widest, isDrawn }, showing)];
  });
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function titleOf(layer: number): string {
  return layer === 0 ? '── from elsewhere' : `── layer ${layer}`;
}

type Place = { readonly edges: string; readonly widest: number; readonly isDrawn: boolean };

function lineOf(node: SeenNode, { edges, widest, isDrawn }: Place, { now, width, isTerminal }: GraphShowing): string {
  const before = `${edges}${node.name.padEnd(widest)}  `;
  const state = tellState(node, now);
  const reads = isDrawn || node.reads.length === 0 ? '' : `  ← ${node.reads.join(', ')}`;
  const text = cut(`${before}${state}${reads}`.trimEnd(), width);
  return isTerminal ? coloured(text, node.state, { from: before.length, to: before.length + state.length }) : text;
}

function coloured(text: string, state: State, { from, to }: { readonly from: number; readonly to: number }): string {
  const told = text.slice(from, to);
  return told === '' ? text : `${text.slice(0, from)}\u001b[${colours[state]}m${told}\u001b[0m${text.slice(to)}`;
}

/** For programs: nodes and what they read. */
export function graphAsJson(nodes: readonly SeenNode[]) {
  const told = nodes.map(({ name, declared, layer, state, freshAt, reads, missing }) => ({
    name,
    service: declared?.service ?? null,
    kind: declared?.kind ?? 'table',
    layer,
    state,
    madeAt: freshAt === undefined ? null : new Date(freshAt).toISOString(),
    reads,
    missing,
  }));
  return { nodes: told };
}
