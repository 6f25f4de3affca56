/** Where a chart with axes is drawn within its picture, labels included (CSS pixels from its edges). */
export const plotArea = {
  left: 12,
  right: 20,
  top: 54,
  bottom: 12,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
};
