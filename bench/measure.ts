export type Measured = {
  readonly name: string;
  readonly lines: number;
  readonly bytes: number;
  readonly seconds: number;
};

export type Contender = {
  readonly name: string;
  readonly lines: number;
  readonly bytes: number;
  /** Done before each run, and not timed. */
  readonly prepare?: () => unknown;
  /** Its duration counts, unless it gives `{ seconds }` of its own. */
  readonly run: () => unknown;
};

/** Runs the contenders in turn, round after round, and keeps each one's best time: neighbours on the machine slow all alike. */
export async function measure(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, prepare, run } of contenders) {
      await prepare?.();
      const start = performance.now();
      const own = await run();
      const seconds = ownSeconds(own) ?? (performance.now() - start) / 1000;
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, seconds));
    }
  }
  return contenders.map(({ name, lines, bytes }) => ({ name, lines, bytes, seconds: best.get(name) ?? Number.NaN }));
}

function ownSeconds(result: unknown): number | undefined {
  const isTimed = typeof result === 'object' && result !== null && 'seconds' in result;
  return isTimed && typeof result.seconds === 'number' ? result.seconds : undefined;
}

/** A table of lines/s and MB/s, each with its ratio to the baseline. */
export function report(measured: readonly Measured[], baseline: string): string {
  const speed = ({ lines, seconds }: Measured) => lines / seconds;
  const base = measured.find(({ name }) => name === baseline);
  const rows = measured.map((each) => [
    each.name,
    `${(speed(each) / 1e6).toFixed(3)} M lines/s`,
    `${(each.bytes / each.seconds / 1e6).toFixed(0)} MB/s`,
    base === undefined ? '' : `${(speed(each) / speed(base)).toFixed(2)} x`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
