import type { Caused, Dependent, Standing } from '@tributary/shared/jobs/lineage.ts';
import { instant, span } from '@tributary/shared/span.ts';
import { type Graph, shortName, tableName } from '../graph/graph.ts';
import type { JobsReader } from './place.ts';

/** What a table hangs on and how that stands, what hangs on it, and what its changes made run. */
export type Why = {
  readonly reads: readonly {
    readonly name: string;
    readonly isDirect: boolean;
    readonly standing: Standing | undefined;
  }[];
  readonly readBy: readonly Dependent[];
  readonly caused: readonly Caused[];
};

const mostCaused = 10;

/** Asks the job log of each service: what hangs on a table is one query of its index, and how all targets stand is another. */
export async function readWhy(
  name: string,
  readers: readonly Pick<JobsReader, 'dependents' | 'causedBy'>[],
  { graph, standings }: { readonly graph: Graph; readonly standings: ReadonlyMap<string, Standing> },
): Promise<Why> {
  const table = tableName(name);
  const asked = await Promise.all(
    readers.map(async (reader) => ({
      dependents: await reader.dependents(table),
      caused: await reader.causedBy(table, mostCaused),
    })),
  );
  const own = new Set(graph.nodes.find((node) => node.name === name)?.reads);
  return {
    reads: graph
      .upstreamOf(name)
      .map((each) => ({ name: each, isDirect: own.has(each), standing: standings.get(each) }))
      .toReversed(),
    readBy: asked.flatMap(({ dependents }) => dependents).toSorted((a, b) => a.distance - b.distance),
    caused: asked
      .flatMap(({ caused }) => caused)
      .toSorted((a, b) => b.at - a.at)
      .slice(0, mostCaused),
  };
}

/** Lines: each thing that it reads, the nearest first, with what last came of it; then what reads it, and ran because of it. */
export function tellWhy({ reads, readBy, caused }: Why, now: number): readonly string[] {
  return [
    ...titled(
      'reads',
      reads.map(
        ({ name, isDirect, standing }) => `${name}${isDirect ? '' : ', through others'}${stands(standing, now)}`,
      ),
    ),
    ...titled(
      'is read by',
      readBy.map(({ target, distance }) => `${target}${distance === 1 ? '' : `, through ${distance - 1} between`}`),
    ),
    ...titled(
      'made run',
      caused.map(({ target, lane, state, at }) => `${instant(at)}  ${target}  ${lane}  ${state}`),
    ),
  ];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  const told = lines.length === 0 ? ['nothing'] : lines;
  return told.map((line, at) => `  ${(at === 0 ? title : '').padEnd(11)}${line}`);
}

function stands(standing: Standing | undefined, now: number): string {
  if (standing?.last === undefined) return '';
  const { state, at, message } = standing.last;
  const [line = ''] = message.trim().split('\n');
  return `: ${state} ${span(now - at)} ago${line === '' ? '' : `: ${line}`}`;
}

/** What is told of a table that no file declares. */
export function renderTableWhy(name: string, why: Why, now: number): string {
  return [`${shortName(name)}, a table that is read`, ...tellWhy(why, now)].map((line) => `${line}\n`).join('');
}

/** For programs. */
export function whyAsJson({ reads, readBy, caused }: Why) {
  return {
    reads: reads.map(({ name, isDirect, standing }) => ({
      name,
      isDirect,
      state: standing?.last?.state ?? null,
      at: standing?.last === undefined ? null : new Date(standing.last.at).toISOString(),
      message: standing?.last?.message || null,
    })),
    readBy,
    madeRun: caused.map(({ at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() })),
  };
}
