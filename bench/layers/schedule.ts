/** What takes some time, and begins after others. */
type Task = { readonly name: string; readonly ms: number; readonly after: readonly string[] };

/**
 * How long tasks take (ms) of which so many run at once, each begun as soon as what it is after has ended and there is room, if nothing else takes
 * time: without a limit their critical path. They come in topological order.
 */
export function makespan(tasks: readonly Task[], atOnce = Number.POSITIVE_INFINITY): number {
  const ends = new Map<string, number>();
  const free = Array.from({ length: Math.min(atOnce, tasks.length) }, () => 0);
  const waiting = new Set(tasks);
  const readyAt = ({ after }: Task) =>
    after.every((name) => ends.has(name)) ? Math.max(0, ...after.map((name) => ends.get(name) ?? 0)) : undefined;
  while (waiting.size > 0) {
    const [next] = [...waiting]
      .flatMap((task) => ({ task, at: readyAt(task) }))
      .flatMap(({ task, at }) => (at === undefined ? [] : [{ task, at }]))
      .toSorted((a, b) => a.at - b.at);
    if (next === undefined) throw new Error('Tasks are after each other');
    const slot = free.indexOf(Math.min(...free));
    const end = Math.max(next.at, free[slot] ?? 0) + next.task.ms;
    free[slot] = end;
    ends.set(next.task.name, end);
    waiting.delete(next.task);
  }
  return Math.max(0, ...ends.values());
}

/** For how long (ms) of a span at least one of these was under way. */
export function covered(intervals: readonly { readonly from: number; readonly to: number }[]): number {
  const state = { total: 0, until: Number.NEGATIVE_INFINITY };
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    state.total += Math.max(0, to - Math.max(from, state.until));
    state.until = Math.max(state.until, to);
  }
  return state.total;
}
