import type { Chart } from './model.ts';

/** The first column of a chart that is among these, whether it is shown or only filtered by. */
export function sensitiveColumn({ groups, values, filters }: Chart, sensitive: readonly string[]): string | undefined {
  const used = [...groups, ...values, ...values.flatMap(({ per }) => per ?? []), ...filters];
  return used.find(({ column }) => sensitive.includes(column))?.column;
}
