import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** CSS pixels; less is a click. */
const least = 4;

/** Moves what a window shows while the mouse's button is held; fingers scroll it as everywhere. */
export function useDrag(box: RefObject<HTMLElement | null>): void {
  useEffect(() => (box.current === null ? undefined : listen(box.current)), []);
}

type Held = { readonly x: number; readonly y: number; readonly left: number; readonly top: number };

function listen(box: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const drag: { held?: Held | undefined; isMoved: boolean } = { isMoved: false };
  box.addEventListener(
    'pointerdown',
    ({ pointerType, button, clientX: x, clientY: y }) => {
      drag.isMoved = false;
      if (pointerType === 'mouse' && button === 0) drag.held = { x, y, left: box.scrollLeft, top: box.scrollTop };
    },
    { signal },
  );
  box.addEventListener(
    'pointermove',
    ({ buttons, clientX, clientY }) => {
      const { held } = drag;
      if (held === undefined || buttons === 0) {
        drag.held = undefined;
        return;
      }
      const [dx, dy] = [clientX - held.x, clientY - held.y];
      if (!drag.isMoved && Math.hypot(dx, dy) < least) return;
      drag.isMoved = true;
      box.scrollTo({ left: held.left - dx, top: held.top - dy });
    },
    { signal },
  );
  box.addEventListener(
    'click',
    (event) => {
      drag.held = undefined;
      if (!drag.isMoved) return;
      drag.isMoved = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal, capture: true },
  );
  return () => stop.abort();
}
