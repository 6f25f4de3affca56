/** `1 object`, `1,200 objects`. */
export function count(times: number, what: string): string {
  return `${times.toLocaleString('en-GB')} ${what}${times === 1 ? '' : 's'}`;
}
