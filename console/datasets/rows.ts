import type { Copy, Entry, Jobs, Target } from '../lake/jobs.ts';
import { type LakeGraph, type State, states } from '../lake/lake-graph.ts';

/** A line of the list: a target, or a copy of a dataset. */
export type Row = {
  readonly name: string;
  /** `a dataset of services/query` */
  readonly kind: string;
  readonly state: State;
  /** What it does now, or waits for. */
  readonly does: string;
  /** How much is set aside, and why the first of it. */
  readonly aside: string;
  readonly last: { readonly what: string; readonly entry: Entry } | undefined;
};

/** Failures first, then what is at work, then the others in the order in which they are declared. */
export function rowsOf({ targets, copies }: Jobs, { nodes }: LakeGraph): readonly Row[] {
  const known = new Map(nodes.map(({ name, state }) => [name, state]));
  const rows = [
    ...targets.map((each) => ofTarget(each, known.get(each.target) ?? stateOf(each))),
    ...copies.map((each) => ofCopy(each, known.get(each.target))),
  ];
  return rows.toSorted((a, b) => urgency(a) - urgency(b));
}

const urgent: readonly State[] = ['failed', 'runs', 'held', 'waits', 'behind', 'missing', 'new'];

function urgency({ state }: Row): number {
  const at = urgent.indexOf(state);
  return at < 0 ? urgent.length : at;
}

function ofTarget({ target, service, last, setAside, told, missing }: Target, state: State): Row {
  const needs = missing.length === 0 ? '' : `needs ${missing.join(', ')}`;
  return {
    ...{ name: target, kind: `${told.kind} of services/${service}`, state },
    does: [told.running, told.waiting, needs].filter(Boolean).join('; '),
    aside: tellAside(setAside),
    last: last === null ? undefined : { what: told.last, entry: last },
  };
}

function ofCopy({ target, dataset, state, setAside, told }: Copy, known: State | undefined): Row {
  const own = states.find((each) => each === state) ?? 'new';
  const behind = told.behind === '' ? '' : `, behind by ${told.behind}`;
  return {
    ...{ name: target, kind: `a copy of ${dataset} to ${told.place}`, state: known ?? own },
    ...{ does: `${told.does}${behind}`, aside: tellAside(setAside), last: undefined },
  };
}

function tellAside(aside: readonly { readonly reason: string }[]): string {
  const [first] = aside;
  return first === undefined ? '' : `${aside.length.toLocaleString('en-GB')}: ${firstLine(first.reason)}`;
}

export function firstLine(text: string): string {
  return text.trim().split(/\s*\n/)[0] ?? '';
}

/** Of what stands in no graph: compaction. */
function stateOf({ setAside, running, last, told }: Target): State {
  if (setAside.length > 0 || (last !== null && last.state !== 'SUCCEEDED')) return 'failed';
  if (running !== null) return 'runs';
  if (told.waiting !== '') return 'waits';
  return last === null ? 'new' : 'fresh';
}

/** Those whose name or words have all that is looked for in them, and whose state is `only`. */
export function found(rows: readonly Row[], { find, only }: { readonly find: string; readonly only: string }) {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, kind, state, does, aside }) => {
    const text = `${name} ${kind} ${does} ${aside}`.toLowerCase();
    return (only === '' || state === only) && words.every((word) => text.includes(word));
  });
}
