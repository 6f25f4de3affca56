import type { Sample } from '../aws/alarms.ts';

export type Frame = { readonly from: number; readonly to: number; readonly width: number; readonly height: number };

/** Values over time as lines of an SVG; a threshold as a height. Undefined where there is no value. */
export type Trace = {
  /** The lines, broken where a value is missing. */
  readonly path: string;
  readonly threshold: number | undefined;
  readonly least: number;
  readonly most: number;
};

/** `periodMs`: how far apart values are that belong together. The scale begins at 0, and holds the threshold. */
export function traceOf(
  samples: readonly Sample[],
  { threshold, periodMs }: { readonly threshold: number | undefined; readonly periodMs: number },
  { from, to, width, height }: Frame,
): Trace | undefined {
  if (samples.length === 0) return undefined;
  const values = samples.map(({ value }) => value);
  const scale = [...values, ...(threshold === undefined ? [] : [threshold])];
  const [low, high] = [Math.min(0, ...scale), Math.max(...scale, 1)];
  const x = (at: number) => Math.round(((at - from) / (to - from)) * width);
  const y = (value: number) => Math.round(height - ((value - low) / (high - low)) * height);
  const path = samples.map(({ at, value }, index) => {
    const before = samples[index - 1];
    const goesOn = before !== undefined && at - before.at <= periodMs * 1.5;
    // A value alone is a dot: a line of no length with round ends.
    const isAlone = !goesOn && (samples[index + 1]?.at ?? Number.POSITIVE_INFINITY) - at > periodMs * 1.5;
    return `${goesOn ? 'L' : 'M'}${x(at)} ${y(value)}${isAlone ? 'h0' : ''}`;
  });
  return {
    path: path.join(''),
    threshold: threshold === undefined ? undefined : y(threshold),
    least: Math.min(...values),
    most: Math.max(...values),
  };
}
