export type ChartColours = {
  readonly series: readonly string[];
  /** From little to much. */
  readonly scale: readonly [string, string];
};

/** Colours that people with any kind of colour blindness tell apart (Okabe and Ito), dark enough for white. */
export const onWhite: ChartColours = {
  series: ['#0072B2', '#B86A00', '#007A5A', '#A8487F', '#2B7FA8', '#C04A00', '#7A5C24', '#5F6670'],
  scale: ['#DCEAF5', '#0072B2'],
};

/** The same, light enough for a dark page. */
export const onDark: ChartColours = {
  series: ['#56B4E9', '#E69F00', '#2FB58A', '#D987B5', '#8CC7E8', '#F07A3C', '#C9A66B', '#A9B1B9'],
  scale: ['#173349', '#6CB8EA'],
};

/** The colour between two, `share` (0 to 1) of the way: `#6E8FC0`. */
export function mixed([from, to]: ChartColours['scale'], share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [less, more] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((less ?? 0) + ((more ?? 0) - (less ?? 0)) * share);
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase();
}
