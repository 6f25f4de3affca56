/**
 * A place in an object that reading can go on from: an offset in its bytes; in a gzip member, then an offset in the member's data, and so on
 * inwards.
 */
export type Position = readonly number[];

export function advancePosition(position: Position, bytes: number): Position {
  return bytes === 0 ? position : position.with(-1, (position.at(-1) ?? 0) + bytes);
}

/** In a file's name: `0`, `1048576-77`. */
export function positionName(position: Position): string {
  return position.join('-');
}
