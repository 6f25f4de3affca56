/** Where a report lies in its bucket: a function of the dashboard and the time that it is of (ISO 8601), so that the same comes to the same place. */
export function reportKey(dashboard: string, at: string): string {
  return `reports/${dashboard}/${fileName(at)}`;
}

/** `2026-11-30T06-00.html`, in UTC. */
function fileName(at: string): string {
  return `${at.slice(0, 16).replace(':', '-')}.html`;
}

/** What it is called as a file of a mail. */
export function attachmentName(dashboard: string, at: string): string {
  return `${dashboard}-${fileName(at)}`;
}

/** `2026-11-30 06:00 UTC` */
export function timeText(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
