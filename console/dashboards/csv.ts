import type { TextRow } from '@tributary/query/dashboards/drawing/cell.ts';

/** Rows as RFC 4180 has them: nothing for NULL, `""` for an empty text. */
export function csvOf(head: readonly string[], rows: readonly TextRow[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
