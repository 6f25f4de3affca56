import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Extent, extentOf, isAtEdge, type Place, placeAt, placeToSee, scrolled } from './grid-scroll.ts';

const start: Place = { top: 0, at: 0 };

export type GridPlace = {
  readonly place: Place;
  readonly extent: Extent;
  readonly onScroll: () => void;
  readonly see: (row: number) => void;
};

/** Where the rows of `box` stand; anew at the beginning when `of` is another. */
export function useGridPlace(
  box: RefObject<HTMLDivElement | null>,
  { count, height, of }: { readonly count: number; readonly height: number; readonly of: unknown },
): GridPlace {
  const known = useRef(start);
  const [place, setPlace] = useState(start);
  const extentNow = useCallback(() => extentOf(count, box.current?.clientHeight || height), [box, count, height]);
  const put = useCallback(
    (next: Place) => {
      if (box.current !== null && Math.abs(box.current.scrollTop - next.top) >= 1) box.current.scrollTop = next.top;
      known.current = { ...next, top: box.current?.scrollTop ?? next.top };
      setPlace(known.current);
    },
    [box],
  );
  useEffect(() => put(start), [of, put]);
  useEffect(() => {
    // The bar and the rows come together again when nothing moves.
    const settle = () => put(placeAt(known.current.at, extentNow()));
    const element = box.current;
    element?.addEventListener('scrollend', settle);
    return () => element?.removeEventListener('scrollend', settle);
  }, [box, put, extentNow]);
  const onScroll = useCallback(() => {
    const extent = extentNow();
    const next = scrolled(known.current, box.current?.scrollTop ?? 0, extent);
    if (isAtEdge(next, extent)) return put(placeAt(next.at, extent));
    known.current = next;
    setPlace(next);
  }, [box, extentNow, put]);
  const see = useCallback((row: number) => put(placeToSee(row, known.current, extentNow())), [extentNow, put]);
  return { place, extent: extentNow(), onScroll, see };
}
