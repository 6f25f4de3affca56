import type { Box } from './place.ts';

export type Extent = { readonly width: number; readonly height: number };
/** How large, and which part is seen: pixels of the drawn picture left of and above the window. */
export type View = { readonly scale: number; readonly left: number; readonly top: number };

export const scales = { least: 0.05, most: 2.5, step: 1.25 };
/** Below it, names cannot be read. */
const readable = 0.6;

export function bounded(scale: number): number {
  return Math.min(scales.most, Math.max(scales.least, scale));
}

/** All of the picture, at most in its own size. */
export function fitting(picture: Extent, window: Extent): number {
  return bounded(Math.min(1, window.width / picture.width, window.height / picture.height));
}

/** What is seen at first: all of it while it can be read, else its beginning in a size that can. */
export function atFirst(picture: Extent, window: Extent): number {
  return Math.max(fitting(picture, window), Math.min(1, Math.max(readable, window.width / picture.width)));
}

/** Another size, with what is under a point of the window staying there. */
export function zoomed({ scale, left, top }: View, to: number, at: { readonly x: number; readonly y: number }): View {
  const next = bounded(to);
  const by = next / scale;
  return { scale: next, left: (left + at.x) * by - at.x, top: (top + at.y) * by - at.y };
}

/** Pixels above what is seen. */
const above = 12;

/** How far down a window of this size shows the most of what stands at the left; the uppermost of such places. */
export function fullest(boxes: readonly Box[], { width, height }: Extent): number {
  const sides = boxes
    .filter((box) => box.x + box.width / 2 <= width)
    .map((box) => ({ top: box.y - box.height / 2, bottom: box.y + box.height / 2 }));
  const seenFrom = (from: number) => sides.filter(({ top, bottom }) => top >= from && bottom <= from + height).length;
  const places = sides.map(({ top }) => Math.max(0, top - above)).toSorted((a, b) => a - b);
  const counts = places.map(seenFrom);
  return places[counts.indexOf(Math.max(...counts))] ?? 0;
}
