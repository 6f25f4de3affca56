import * as z from 'zod/mini';
import type { GraphNode, Tone } from '../parts/graph/node.ts';
import { ask } from './api.ts';

export const states = ['fresh', 'behind', 'runs', 'waits', 'held', 'failed', 'new', 'read', 'missing'] as const;
export type State = (typeof states)[number];

const node = z.object({
  ...{ name: z.string(), service: z.nullable(z.string()), kind: z.string(), state: z.enum(states) },
  ...{ madeAt: z.nullable(z.string()), told: z.string(), reads: z.array(z.string()), missing: z.array(z.string()) },
});
export type LakeNode = z.infer<typeof node>;

const graphSchema = z.object({ nodes: z.array(node), notDeployed: z.array(z.string()) });
export type LakeGraph = z.infer<typeof graphSchema>;

/** As `lake graph [NAME]`. */
export function lakeGraph(name?: string, signal?: AbortSignal): Promise<LakeGraph> {
  const path = name === undefined ? 'graph' : `graph/${encodeURIComponent(name)}`;
  return ask(path, graphSchema, signal === undefined ? {} : { signal });
}

const tones: Readonly<Record<State, Tone>> = {
  fresh: 'good',
  behind: 'warn',
  runs: 'busy',
  waits: 'busy',
  held: 'warn',
  failed: 'bad',
  new: 'quiet',
  read: 'quiet',
  missing: 'warn',
};

export function toneOf(state: State): Tone {
  return tones[state];
}

/** What is drawn of a table or view. */
export function drawnNode({ name, kind, state, told }: LakeNode): GraphNode {
  return { id: name, title: name, tone: toneOf(state), kind, ...(told === '' ? {} : { detail: told }) };
}
