/** `2026-11-20 13:02:11` of an ISO 8601 time in UTC; what is no time stays as it is. */
export function timeText(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso) ? iso.slice(0, 19).replace('T', ' ') : iso;
}
