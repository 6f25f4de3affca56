import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Placement } from './place.ts';
import { atFirst, bounded, type Extent, fitting, fullest, scales, zoomed } from './scale.ts';

export type GraphView = {
  readonly scale: number;
  /** Its first size is known. */
  readonly isReady: boolean;
  readonly fit: () => void;
  /** Larger or smaller around the middle of what is seen. */
  readonly zoom: (by: number) => void;
};

type Middle = { readonly x: number; readonly y: number };

/** How a picture in a window that scrolls is seen: its size, changed by buttons, by the wheel with Ctrl, and by two fingers. */
export function useView(box: RefObject<HTMLElement | null>, picture: Placement): GraphView {
  const [known, setScale] = useState<number>();
  const scale = known ?? 1;
  const now = useRef(scale);
  const wanted = useRef<{ readonly left: number; readonly top: number }>(null);
  now.current = scale;
  useLayoutEffect(() => {
    if (wanted.current !== null) box.current?.scrollTo(wanted.current);
    wanted.current = null;
  }, [known]);
  const zoomTo = useCallback((to: number, at?: Middle) => {
    const { current } = box;
    if (current === null || bounded(to) === now.current) return;
    const { scrollLeft: left, scrollTop: top, clientWidth, clientHeight } = current;
    const view = zoomed({ scale: now.current, left, top }, to, at ?? { x: clientWidth / 2, y: clientHeight / 2 });
    wanted.current = { left: view.left, top: view.top };
    now.current = view.scale;
    setScale(view.scale);
  }, []);
  useLayoutEffect(() => {
    if (box.current === null) return;
    const window = windowOf(box.current);
    const first = atFirst(picture, window);
    if (known === undefined) wanted.current = { left: 0, top: topOf(picture, window, first) };
    setScale(first);
  }, [picture.width, picture.height]);
  useEffect(() => (box.current === null ? undefined : listen(box.current, now, zoomTo)), [zoomTo]);
  return {
    scale,
    isReady: known !== undefined,
    fit: () => box.current !== null && zoomTo(fitting(picture, windowOf(box.current)), { x: 0, y: 0 }),
    zoom: (by) => zoomTo(now.current * by),
  };
}

/** In pixels of the window. */
function topOf({ boxes }: Placement, { width, height }: Extent, scale: number): number {
  return scale * fullest([...boxes.values()], { width: width / scale, height: height / scale });
}

function windowOf({ clientWidth: width, clientHeight: height }: HTMLElement): Extent {
  return { width: Math.max(width, 1), height: Math.max(height, 1) };
}

type ZoomTo = (to: number, at?: Middle) => void;

function listen(box: HTMLElement, now: { readonly current: number }, zoomTo: ZoomTo): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal, passive: false };
  const within = ({ x, y }: Middle) => {
    const { left, top } = box.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  box.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomTo(
        now.current * Math.min(scales.step, Math.max(1 / scales.step, Math.exp(-event.deltaY / 400))),
        within(event),
      );
    },
    options,
  );
  const pinch = { apart: 0, scale: 1 };
  box.addEventListener(
    'touchstart',
    ({ touches }) => {
      const fingers = fingersOf(touches);
      if (fingers !== undefined) Object.assign(pinch, { apart: fingers.apart, scale: now.current });
    },
    options,
  );
  box.addEventListener(
    'touchmove',
    (event) => {
      const fingers = fingersOf(event.touches);
      if (fingers === undefined || pinch.apart === 0) return;
      event.preventDefault();
      zoomTo((pinch.scale * fingers.apart) / pinch.apart, within(fingers.middle));
    },
    options,
  );
  return () => stop.abort();
}

function fingersOf(touches: TouchList): { readonly apart: number; readonly middle: Middle } | undefined {
  const [a, b] = [touches[0], touches[1]];
  if (a === undefined || b === undefined) return undefined;
  return {
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    middle: { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 },
  };
}
