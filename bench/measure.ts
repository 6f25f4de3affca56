export type Measured = {
  readonly name: string;
  readonly lines: number;
  readonly bytes: number;
  /** Of each round, in their order. */
  readonly seconds: readonly number[];
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

/** Runs the contenders in turn, round after round: neighbours on the machine slow all alike. */
export async function measure(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const measured = contenders.map(({ name, lines, bytes }) => ({ name, lines, bytes, seconds: noSeconds() }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { prepare, run }] of contenders.entries()) {
      await prepare?.();
      const start = performance.now();
      const own = await run();
      measured[index]?.seconds.push(ownSeconds(own) ?? (performance.now() - start) / 1000);
    }
  }
  return measured;
}

function noSeconds(): number[] {
  return [];
}

function ownSeconds(result: unknown): number | undefined {
  const isTimed = typeof result === 'object' && result !== null && 'seconds' in result;
  return isTimed && typeof result.seconds === 'number' ? result.seconds : undefined;
}

/** The first round, the best, and the one in the middle. */
function figuresOf({ seconds }: Measured): {
  readonly first: number;
  readonly best: number;
  readonly median: number;
} {
  const sorted = seconds.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
  return { first: at(seconds, 0), best: at(sorted, 0), median };
}

function at(seconds: readonly number[], index: number): number {
  return seconds[index] ?? Number.NaN;
}

/** A table of lines/s: in the median with the ratio to the baseline, best and first; and MB/s. */
export function report(measured: readonly Measured[], baseline: string): string {
  const speed = ({ lines }: Measured, seconds: number) => lines / seconds / 1e6;
  const base = measured.find(({ name }) => name === baseline);
  const rows = measured.map((each) => {
    const { first, best, median } = figuresOf(each);
    const ratio = base === undefined ? 1 : speed(each, median) / speed(base, figuresOf(base).median);
    return [
      each.name,
      `${speed(each, median).toFixed(3)} M lines/s`,
      `${ratio.toFixed(2)} x`,
      `best ${speed(each, best).toFixed(3)}`,
      `first ${speed(each, first).toFixed(3)}`,
      `${(each.bytes / median / 1e6).toFixed(0)} MB/s`,
    ];
  });
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
