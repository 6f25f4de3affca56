import { instant, span } from '@tributary/shared/span.ts';
import type { Graph } from '../graph/graph.ts';
import { count } from '../terminal/count.ts';
import { type Room, renderFitting } from '../terminal/fitting.ts';
import type { History } from './history.ts';

/** A dataset, when people last asked it, and which tables are made of it. */
export type Use = {
  readonly name: string;
  /** Epoch ms; of a view over it, too. Undefined where no statement names it. */
  readonly askedAt: number | undefined;
  /** Datasets and enrichments that read it, itself or through views. */
  readonly readBy: readonly string[];
};

/** How datasets and enrichments are used. A statement that has the name somewhere counts: rather used too much than called unused. */
export function usesOf(graph: Graph, { statements }: Pick<History, 'statements'>): readonly Use[] {
  const askedAt = new Map<string, number>();
  for (const { sql, at } of statements) {
    for (const [word] of sql.toLowerCase().matchAll(/[a-z0-9_]+/g))
      askedAt.set(word, Math.max(at, askedAt.get(word) ?? 0));
  }
  const kindOf = (name: string) => graph.nodes.find((node) => node.name === name)?.declared?.kind;
  return graph.nodes
    .filter(({ declared }) => declared?.kind === 'dataset' || declared?.kind === 'enrichment')
    .map(({ name }) => {
      const { tables, views } = readersOf(name, graph, kindOf);
      const times = [name, ...views].flatMap((each) => askedAt.get(each) ?? []);
      return { name, askedAt: times.length === 0 ? undefined : Math.max(...times), readBy: tables };
    });
}

/** Views are looked through: a query of one reads what is under it. */
function readersOf(name: string, graph: Graph, kindOf: (name: string) => string | undefined) {
  const tables = new Set<string>();
  const views = new Set<string>();
  const waiting = [name];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    for (const { name: reader } of graph.nodes.filter(({ reads }) => reads.includes(one))) {
      if (kindOf(reader) !== 'view') tables.add(reader);
      else if (!views.has(reader)) {
        views.add(reader);
        waiting.push(reader);
      }
    }
  }
  return { tables: [...tables].toSorted(), views: [...views] };
}

export type UnusedShowing = Room & {
  readonly days: number;
  readonly now: number;
  readonly histories: readonly (History & { readonly workGroup: string })[];
};

const columns = ['dataset', 'asked', 'made of it'].map((name) => ({ name, type: 'varchar' }));

/** Those that nobody has asked, and of these first those of which nothing is made; then how far back that is known. */
export function renderUnused(uses: readonly Use[], showing: UnusedShowing): string {
  const { days, now, histories } = showing;
  const unasked = uses
    .filter(({ askedAt }) => askedAt === undefined)
    .toSorted((a, b) => a.readBy.length - b.readBy.length || (a.name < b.name ? -1 : 1));
  const rows = unasked.map(({ name, readBy }) => [
    name,
    `not in ${days} days`,
    readBy.length === 0 ? 'nothing' : readBy.join(', '),
  ]);
  const table =
    rows.length === 0 ? `Each dataset was asked within ${days} days.` : renderFitting({ columns, rows }, showing);
  return [table, ...histories.map((history) => tellHistory(history, now))].map((line) => `${line}\n`).join('');
}

function tellHistory({ workGroup, statements, since, isCut }: UnusedShowing['histories'][number], now: number): string {
  if (since === undefined) return `Athena's history of ${workGroup} has no statement of that time.`;
  const back = `back to ${instant(since)} (${span(now - since)})`;
  const more = isCut ? '; there are older ones, which were not read' : '';
  return `Athena's history of ${workGroup}: ${count(statements.length, 'statement')}, ${back}${more}. Athena itself keeps 45 days.`;
}

/** A line of JSON for each dataset, used or not. */
export function jsonOfUses(uses: readonly Use[], histories: UnusedShowing['histories']): string {
  const seen = histories.map(({ workGroup, statements, since, isCut }) => ({
    workGroup,
    statements: statements.length,
    since: iso(since),
    isCut,
  }));
  return uses
    .map(({ name, askedAt, readBy }) => `${JSON.stringify({ dataset: name, askedAt: iso(askedAt), readBy, seen })}\n`)
    .join('');
}

function iso(millis: number | undefined): string | null {
  return millis === undefined ? null : new Date(millis).toISOString();
}
