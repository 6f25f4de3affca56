/** CSS pixels, of a row and of the head. */
export const rowHeight = 25;
/** Browsers place nothing further down than some tens of millions of pixels (Firefox 17.8, Chromium 33.5). */
const mostHeight = 12_000_000;

/** Where a grid stands, in CSS pixels: `top` by its scroll bar, `at` by its rows. They differ where the rows are higher than a browser scrolls. */
export type Place = { readonly top: number; readonly at: number };

/** Heights with the head: of all rows, of what is scrolled in their stead, and of what is seen of it. */
export type Extent = { readonly whole: number; readonly drawn: number; readonly view: number };

export function extentOf(count: number, view: number): Extent {
  const whole = (count + 1) * rowHeight;
  return { whole, drawn: Math.min(whole, mostHeight), view };
}

/** After the bar has moved to `top`: a little way moves the rows as far, so that none is skipped; a leap goes to that part of them. */
export function scrolled(place: Place, top: number, extent: Extent): Place {
  const { whole, drawn, view } = extent;
  if (drawn >= whole) return { top, at: top };
  const moved = top - place.top;
  if (Math.abs(moved) > 2 * view) return { top, at: clamped((top / (drawn - view)) * (whole - view), extent) };
  return { top, at: ended(top, clamped(place.at + moved, extent), extent) };
}

/** A pixel of the bar is more than one of the rows: where it ends, so do they. */
function ended(top: number, at: number, { whole, drawn, view }: Extent): number {
  const most = (2 * whole) / drawn;
  if (top < 1 && at <= most) return 0;
  return top > drawn - view - 1 && whole - view - at <= most ? whole - view : at;
}

/** The place at which these rows are seen. */
export function placeAt(at: number, extent: Extent): Place {
  const { whole, drawn, view } = extent;
  const bounded = clamped(at, extent);
  return { top: drawn >= whole ? bounded : (bounded / (whole - view)) * (drawn - view), at: bounded };
}

/** Whether the bar is about to end where the rows do not. */
export function isAtEdge({ top, at }: Place, extent: Extent): boolean {
  const { drawn, view } = extent;
  const isNear = top < view || top > drawn - 2 * view;
  return isNear && Math.abs(placeAt(at, extent).top - top) >= 1;
}

/** The place at which a row is seen whole, reached by the shortest way. */
export function placeToSee(row: number, { at }: Place, extent: Extent): Place {
  const from = row * rowHeight;
  const lowest = from + 2 * rowHeight - extent.view;
  return placeAt(Math.min(Math.max(at, lowest), from), extent);
}

function clamped(at: number, { whole, view }: Extent): number {
  return Math.max(0, Math.min(at, whole - view));
}
