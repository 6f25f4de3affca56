import { useEffect, useRef, useState } from 'preact/hooks';
import { type ObjectHead, type ObjectPlace, read } from '../aws/s3.ts';
import { joined } from './readers/members.ts';

/** A part is first this long, and four times that at each further time, up to the last of these. */
const first = 1024 * 1024;
export const mostPart = 32 * first;

export type Part = {
  /** The object's first bytes; undefined before they have come. */
  readonly bytes: Uint8Array | undefined;
  readonly isWhole: boolean;
  readonly error: Error | undefined;
  readonly isAsking: boolean;
  /** Reads more of it; undefined where this is all, or the most that is read. */
  readonly more: (() => void) | undefined;
};

type State = Pick<Part, 'bytes' | 'error' | 'isAsking'>;

/** The beginning of an object, and more of it when that is asked for. */
export function usePart(place: ObjectPlace, { bytes: size, etag }: ObjectHead): Part {
  const [state, setState] = useState<State>({ bytes: undefined, error: undefined, isAsking: true });
  const controller = useRef(new AbortController());
  const extend = (held: Uint8Array, to: number) => {
    const { signal } = controller.current;
    setState({ bytes: held.length === 0 ? undefined : held, error: undefined, isAsking: true });
    read(place, { from: held.length, to: Math.min(to, size), etag }, signal).then(
      (more) => signal.aborted || setState({ bytes: joined([held, more]), error: undefined, isAsking: false }),
      (error: unknown) =>
        signal.aborted ||
        setState({ bytes: held, error: error instanceof Error ? error : new Error(String(error)), isAsking: false }),
    );
  };
  useEffect(() => {
    controller.current = new AbortController();
    extend(new Uint8Array(0), first);
    return () => controller.current.abort();
  }, [place.bucket, place.key, place.version, etag]);
  const held = state.bytes ?? new Uint8Array(0);
  const isWhole = state.bytes !== undefined && held.length >= size;
  const hasMore = !state.isAsking && !isWhole && held.length < mostPart;
  return { ...state, isWhole, more: hasMore ? () => extend(held, Math.max(held.length * 4, first)) : undefined };
}
