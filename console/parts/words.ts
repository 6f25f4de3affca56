/** `1 object`, `1,200 objects`; where an s is not enough the plural is given. */
export function count(times: number, one: string, many = `${one}s`): string {
  return `${times.toLocaleString('en-GB')} ${times === 1 ? one : many}`;
}

/** `13:02` of a time in milliseconds, UTC. */
export function minute(millis: number): string {
  return new Date(millis).toISOString().slice(11, 16);
}

/** `13:02:11` of a time in milliseconds, UTC. */
export function clock(millis: number): string {
  return new Date(millis).toISOString().slice(11, 19);
}
