import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keepAside, splitLines } from '../../kernel/damaged.ts';
import { appendWhole, DiskError, replaceFile } from '../../kernel/disk.ts';

export type Metric = {
  readonly namespace: string;
  readonly name: string;
  /** Sorted by name. */
  readonly dimensions: readonly (readonly [string, string])[];
};

export type Sample = {
  readonly timestamp: number;
  readonly unit: string;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** For percentiles; the first of each minute. */
  readonly values: readonly number[];
};

/** Metrics by the minute, in memory and in a file that is compacted when it is opened. */
export type MetricStore = {
  add(metric: Metric, samples: readonly Sample[]): void;
  /** The minutes of a metric from `from` to before `to`, in order of time. */
  samples(metric: Metric, from: number, to: number): readonly Sample[];
  metrics(): readonly Metric[];
};

const minuteMs = 60_000;
const keptMs = 15 * 86_400_000;
const valuesPerMinute = 500;

const rowSchema = z.tuple([
  z.object({
    namespace: z.string(),
    name: z.string(),
    dimensions: z.array(z.tuple([z.string(), z.string()])),
  }),
  z.object({
    timestamp: z.number(),
    unit: z.string(),
    count: z.number(),
    sum: z.number(),
    minimum: z.number(),
    maximum: z.number(),
    values: z.array(z.number()),
  }),
]);

export function openMetricStore(dir: string, now: number): MetricStore {
  const file = join(dir, 'metrics.jsonl');
  const series = new Map<string, { readonly metric: Metric; readonly minutes: Map<number, Sample> }>();

  function merge(metric: Metric, sample: Sample): void {
    const key = JSON.stringify(metric);
    const found = series.get(key) ?? { metric, minutes: new Map<number, Sample>() };
    series.set(key, found);
    const timestamp = Math.floor(sample.timestamp / minuteMs) * minuteMs;
    const before = found.minutes.get(timestamp);
    found.minutes.set(timestamp, before === undefined ? { ...sample, timestamp } : add(before, sample));
  }
  mkdirSync(dir, { recursive: true });
  const { rows: found, mayReplace, whole } = readRows(file);
  for (const [metric, sample] of found) if (sample.timestamp > now - keptMs) merge(metric, sample);
  const rows = [...series.values()].flatMap(({ metric, minutes }) => [...minutes.values()].map((one) => [metric, one]));
  let end = mayReplace ? replaced(file, Buffer.from(rows.map(textOf).join('')), whole) : whole;

  return {
    add(metric, samples) {
      const text = samples.map((sample) => textOf([metric, sample])).join('');
      end = appendWhole(file, Buffer.from(text), end);
      for (const sample of samples) merge(metric, sample);
    },
    samples(metric, from, to) {
      const minutes = series.get(JSON.stringify(metric))?.minutes.values() ?? [];
      return [...minutes]
        .filter(({ timestamp }) => timestamp >= Math.floor(from / minuteMs) * minuteMs && timestamp < to)
        .sort((a, b) => a.timestamp - b.timestamp);
    },
    metrics: () => [...series.values()].map(({ metric }) => metric),
  };
}

/** Two samples as one; the earlier one's time and unit stay. */
export function add(a: Sample, b: Sample): Sample {
  return {
    timestamp: a.timestamp,
    unit: a.unit,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    values: [...a.values, ...b.values].slice(0, valuesPerMinute),
  };
}

export function metricOf(
  namespace: string,
  name: string,
  dimensions: readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[],
): Metric {
  const pairs = dimensions.map(({ Name = '', Value = '' }) => [Name, Value] as const);
  return { namespace, name, dimensions: pairs.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

const textOf = (row: unknown) => `${JSON.stringify(row)}\n`;

/** Where the disk has no room for a second file, the first one stays in use; gives the length of the one that is. */
function replaced(file: string, bytes: Buffer, whole: number): number {
  try {
    replaceFile(file, bytes);
    return bytes.length;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    return whole;
  }
}

/** `whole` is where the last whole line ends. */
function readRows(file: string) {
  const { lines, end } = splitLines(existsSync(file) ? readFileSync(file) : Buffer.alloc(0));
  const read = lines.map((bytes, index) => ({
    bytes,
    number: index + 1,
    row: rowSchema.safeParse(parsedOrNothing(bytes.toString('utf8'))),
  }));
  const mayReplace = keepAside(
    file,
    read.filter(({ row }) => !row.success),
  );
  return { rows: read.flatMap(({ row }) => (row.success ? [row.data] : [])), mayReplace, whole: end };
}

function parsedOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
