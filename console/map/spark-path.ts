import type { Series } from '../aws/monitoring.ts';

type Within = {
  readonly from: number;
  readonly to: number;
  readonly highest: number;
  readonly width: number;
  readonly height: number;
};

/** A bar for each minute of a series; there is none where nothing was written, or nothing counted. */
export function pathOf({ times, values }: Series, { from, to, highest, width, height }: Within): string {
  return times
    .flatMap((time, at) => {
      const value = values[at] ?? 0;
      if (value <= 0) return [];
      const x = ((time - from) / Math.max(1, to - from)) * width;
      return [`M${round(x)} ${height}V${round(height - Math.max(1, (value / highest) * height))}`];
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
