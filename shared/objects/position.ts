/**
 * A place in an object that reading can go on from: an offset in its bytes; in a gzip member, then an offset in the member's data, and so on
 * inwards.
 */
export type Position = readonly number[];

export function advancePosition(position: Position, bytes: number): Position {
  return bytes === 0 ? position : position.with(-1, (position.at(-1) ?? 0) + bytes);
}

/** Whether reading comes past one before it comes to the other. A place without inner offset is where its member begins. */
export function isBefore(one: Position, other: Position): boolean {
  const differs = one.findIndex((offset, depth) => offset !== other[depth]);
  if (differs < 0) return one.length < other.length;
  return (one[differs] ?? 0) < (other[differs] ?? -1);
}

/** In a file's name: `0`, `1048576-77`. */
export function positionName(position: Position): string {
  return position.join('-');
}

/** The position that is called so. */
export function positionOf(name: string): Position {
  return name.split('-').map(Number);
}
