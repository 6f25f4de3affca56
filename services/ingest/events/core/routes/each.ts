import { writeExact } from './exact-json.ts';
import type { Keep, KeptEvent, Part } from './keep.ts';
import { isParent, keyOf, type Path, put, valueAt } from './path.ts';
import { Rejection } from './rejection.ts';

/** What became of an element: an event, or why it is none, with a body that has this element alone. */
export type Element =
  | { readonly kind: 'kept'; readonly kept: KeptEvent }
  | { readonly kind: 'rejected'; readonly rejection: Rejection; readonly index: number; readonly body: Buffer };

/**
 * An event of each element of the array at `path`, in its order; an empty path is the body itself. Ids are the message's with the element's
 * index. An element that is no event costs no other.
 */
export function createKeepEach(path: Path, keep: Keep): (part: Part, now: number) => readonly Element[] {
  return ({ origin, id }, now) => {
    const elements = path.length === 0 ? origin.value : valueAt(origin.value, path);
    if (!Array.isArray(elements)) throw new Rejection('no_each', 'there is no array where the route looks for events');
    const first = origin.message.element?.index ?? 0;
    return elements.map((value: unknown, at): Element => {
      // The shape changes values in place, and a reject has to be as it came.
      const text = writeExact(value);
      const index = first + at;
      try {
        return { kind: 'kept', kept: keep({ origin: { ...origin, value }, text, id: `${id}#${index}` }, now) };
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        return { kind: 'rejected', rejection: error, index, body: bodyWith(origin.body, path, text) };
      }
    });
  };
}

/** The body as it was around the array, with one element in that. */
function bodyWith(body: unknown, path: Path, element: string): Buffer {
  const mark = '\u0001element';
  const around = writeExact(replacedAt(body, path, [mark]));
  return Buffer.from(around.replace(JSON.stringify(mark), () => element));
}

/** A copy with another value at the path; what lies beside it is shared. */
function replacedAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined || !isParent(value)) return by;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...value };
  if (isParent(copy)) put(copy, keyOf(key), replacedAt(value[keyOf(key)], rest, by));
  return copy;
}
