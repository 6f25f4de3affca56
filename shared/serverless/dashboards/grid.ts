import type { PlacedWidget, Widget } from './widget.ts';

const columns = 24;

/** Puts rows below each other, the widgets of a row from left to right; what has no room begins a new line. No two share a place. */
export function inRows(rows: readonly (readonly Widget[])[]): readonly PlacedWidget[] {
  const placed: PlacedWidget[] = [];
  let y = 0;
  for (const row of rows) {
    let x = 0;
    let height = 0;
    for (const widget of row) {
      if (x + widget.width > columns) {
        y += height;
        x = 0;
        height = 0;
      }
      placed.push({ ...widget, x, y });
      x += widget.width;
      height = Math.max(height, widget.height);
    }
    y += height;
  }
  return placed;
}
